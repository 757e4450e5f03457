import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import {
  IconBan,
  IconCopy,
  IconDownload,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefreshAlert,
  IconSend,
  IconTrash,
} from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Blast } from '../../api/router.ts';
import { useTRPC } from '../../api/trpc.ts';
import { useTell } from '../../api/useTell.tsx';
import type { AppAction } from '../../app/actions/action.ts';
import { useI18n } from '../../i18n/I18n.tsx';

/** What can be done with a blast in its present state: the toolbar, the row's menu and the palette show the same. */
export function useBlastActions(): (blast: Blast) => AppAction[] {
  const { t, format } = useI18n();
  const trpc = useTRPC();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const tell = useTell();
  const words = t.blasts.actions;

  const settle = (message: string) => ({
    onSuccess: (blast: Blast) => {
      queryClient.setQueryData(trpc.blasts.get.queryKey({ id: blast.id }), blast);
      void queryClient.invalidateQueries({ queryKey: trpc.blasts.list.pathKey() });
      tell.done(message);
    },
    onError: (error: unknown) => {
      // The state on the screen may be older than the refusal.
      void queryClient.invalidateQueries({ queryKey: trpc.blasts.pathKey() });
      tell.refused(error);
    },
  });
  const launch = useMutation(trpc.blasts.launch.mutationOptions(settle(t.blasts.launched)));
  const pause = useMutation(trpc.blasts.pause.mutationOptions(settle(t.blasts.paused)));
  const resume = useMutation(trpc.blasts.resume.mutationOptions(settle(t.blasts.resumed)));
  const cancel = useMutation(trpc.blasts.cancel.mutationOptions(settle(t.blasts.canceled)));
  const retryFailed = useMutation(trpc.blasts.retryFailed.mutationOptions(settle(t.blasts.retried)));

  const duplicate = useMutation(
    trpc.blasts.duplicate.mutationOptions({
      onSuccess: (copy) => {
        void queryClient.invalidateQueries({ queryKey: trpc.blasts.list.pathKey() });
        void navigate({ to: '/blasts/new', search: { edit: copy.id } });
      },
      onError: (error) => tell.refused(error),
    }),
  );
  const remove = useMutation(
    trpc.blasts.remove.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries({ queryKey: trpc.blasts.list.pathKey() });
        tell.done(t.blasts.removed);
        void navigate({ to: '/blasts' });
      },
      onError: (error) => tell.refused(error),
    }),
  );

  const askRemove = (blast: Blast) =>
    modals.openConfirmModal({
      title: t.blasts.removeAsk(blast.name),
      children: <Text size="sm">{t.blasts.removeText}</Text>,
      labels: { confirm: words.remove, cancel: t.common.cancel },
      confirmProps: { color: 'red' },
      onConfirm: () => remove.mutate({ id: blast.id }),
    });
  const askCancel = (blast: Blast) =>
    modals.openConfirmModal({
      title: t.blasts.cancelAsk(blast.name),
      children: <Text size="sm">{t.blasts.cancelText(format.number(blast.counts.pending))}</Text>,
      labels: { confirm: words.cancel, cancel: t.blasts.cancelKeep },
      confirmProps: { color: 'red' },
      onConfirm: () => cancel.mutate({ id: blast.id }),
    });
  const askLaunch = (blast: Blast) =>
    modals.openConfirmModal({
      title: t.blasts.launchAsk(blast.name),
      children: (
        <Text size="sm">
          {blast.totalRecipients > 0
            ? t.blasts.launchText(format.number(blast.totalRecipients))
            : t.blasts.launchTextUnknown}
        </Text>
      ),
      labels: { confirm: words.launch, cancel: t.common.cancel },
      onConfirm: () => launch.mutate({ id: blast.id }),
    });

  return (blast) => {
    const { id, status, counts } = blast;
    const actions: AppAction[] = [];
    const isOpen = ['DRAFT', 'SCHEDULED', 'RUNNING', 'PAUSED'].includes(status);
    if (status === 'DRAFT' || status === 'SCHEDULED') {
      actions.push({ id: 'blast.launch', label: words.launch, icon: IconSend, run: () => askLaunch(blast) });
    }
    if (status === 'RUNNING') {
      actions.push({
        id: 'blast.pause',
        label: words.pause,
        icon: IconPlayerPause,
        run: () => pause.mutate({ id }),
      });
    }
    if (status === 'PAUSED') {
      actions.push({
        id: 'blast.resume',
        label: words.resume,
        icon: IconPlayerPlay,
        run: () => resume.mutate({ id }),
      });
    }
    if (counts.failed > 0 && status !== 'CANCELED') {
      actions.push({
        id: 'blast.retryFailed',
        label: words.retryFailed,
        icon: IconRefreshAlert,
        run: () => retryFailed.mutate({ id }),
      });
    }
    if (status === 'DRAFT') {
      actions.push({
        id: 'blast.edit',
        label: words.edit,
        icon: IconPencil,
        run: () => void navigate({ to: '/blasts/new', search: { edit: id } }),
      });
    }
    actions.push({
      id: 'blast.duplicate',
      label: words.duplicate,
      icon: IconCopy,
      run: () => duplicate.mutate({ id }),
    });
    if (blast.totalRecipients > 0) {
      actions.push({
        id: 'blast.export',
        label: words.exportCsv,
        icon: IconDownload,
        run: () => window.location.assign(`/api/v1/blasts/${id}/messages.csv`),
      });
    }
    if (status === 'DRAFT') {
      actions.push({
        id: 'blast.remove',
        label: words.remove,
        icon: IconTrash,
        danger: true,
        run: () => askRemove(blast),
      });
    } else if (isOpen) {
      actions.push({
        id: 'blast.cancel',
        label: words.cancel,
        icon: IconBan,
        danger: true,
        run: () => askCancel(blast),
      });
    }
    return actions;
  };
}
