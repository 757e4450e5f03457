import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconCopy, IconSend, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useParams, useRouter } from '@tanstack/react-router';
import type { Template } from '../../api/router.ts';
import { useTRPC } from '../../api/trpc.ts';
import { useTell } from '../../api/useTell.tsx';
import type { AppAction } from '../../app/actions/action.ts';
import { useT } from '../../i18n/I18n.tsx';

/** What can be done with a template: for the toolbar, the row's menu and the palette. */
export function useTemplateActions(): (template: Template) => AppAction[] {
  const t = useT();
  const trpc = useTRPC();
  const tell = useTell();
  const router = useRouter();
  const queryClient = useQueryClient();
  const { templateId: openId } = useParams({ strict: false });

  const refresh = () => void queryClient.invalidateQueries({ queryKey: trpc.templates.list.pathKey() });
  const onError = (error: unknown) => tell.refused(error);
  const remove = useMutation(
    trpc.templates.delete.mutationOptions({
      async onSuccess({ id }) {
        if (id === openId) await router.navigate({ to: '/templates', search: true, ignoreBlocker: true });
        queryClient.removeQueries({ queryKey: trpc.templates.get.queryKey({ id }) });
        refresh();
        tell.done(t.templates.deleted);
      },
      onError,
    }),
  );
  const duplicate = useMutation(
    trpc.templates.create.mutationOptions({
      async onSuccess(copy) {
        refresh();
        await router.navigate({
          to: '/templates/$templateId',
          params: { templateId: copy.id },
          search: true,
        });
        tell.done(t.templates.created);
      },
      onError,
    }),
  );

  const askRemove = (template: Template) =>
    modals.openConfirmModal({
      title: t.templates.deleteAsk(template.name),
      children: <Text size="sm">{t.templates.deleteText}</Text>,
      labels: { confirm: t.common.delete, cancel: t.common.cancel },
      confirmProps: { color: 'red' },
      onConfirm: () => remove.mutate({ id: template.id }),
    });

  return (template) => [
    {
      id: 'template.use',
      label: t.templates.use,
      icon: IconSend,
      run: () => void router.navigate({ to: '/blasts/new', search: { template: template.id } }),
    },
    {
      id: 'template.duplicate',
      label: t.templates.duplicate,
      icon: IconCopy,
      run: () =>
        duplicate.mutate({ name: t.templates.copyOf(template.name).slice(0, 100), body: template.body }),
    },
    {
      id: 'template.delete',
      label: t.templates.delete,
      icon: IconTrash,
      danger: true,
      run: () => askRemove(template),
    },
  ];
}
