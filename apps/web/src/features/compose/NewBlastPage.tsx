import { Group, Text, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { MAX_MESSAGE_LENGTH } from '@siar/shared';
import { IconDeviceFloppy, IconEraser, IconSend } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTRPC } from '../../api/trpc.ts';
import { useTell } from '../../api/useTell.tsx';
import type { AppAction } from '../../app/actions/action.ts';
import { ActionButtons } from '../../app/actions/ActionButtons.tsx';
import { useActions } from '../../app/actions/registry.ts';
import { useViewport } from '../../app/preferences.ts';
import { Page } from '../../components/Page.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import { useMe } from '../../shell/useMe.ts';
import { Preflight } from './Preflight.tsx';
import { EMPTY_DRAFT, pacingOf, useStoredDraft, type Draft } from './draft.ts';
import { useAudience } from './useAudience.ts';
import { usePrefill } from './usePrefill.ts';
import { WhatPart } from './WhatPart.tsx';
import { WhenPart } from './WhenPart.tsx';
import { WhoPart } from './WhoPart.tsx';
import classes from './compose.module.css';

/** Who, what, and when, on one page. Launch asks once. */
export function NewBlastPage() {
  const me = useMe();
  const { t } = useI18n();
  const trpc = useTRPC();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const tell = useTell();
  const viewport = useViewport();
  const search = useSearch({ from: '/app/tenant/blasts/new' });
  const [draft, setDraft] = useStoredDraft(me.id);
  const change = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }));
  usePrefill(search, setDraft);
  const audience = useAudience(draft);
  const recipients = audience.recipients ?? 0;

  const isLater = draft.when === 'later';
  const create = useMutation(
    trpc.blasts.create.mutationOptions({
      onSuccess: (blast) => {
        setDraft(EMPTY_DRAFT);
        void queryClient.invalidateQueries({ queryKey: trpc.blasts.list.pathKey() });
        const { status } = blast;
        tell.done(status === 'DRAFT' ? t.compose.draftStored : status === 'SCHEDULED' ? t.compose.scheduled : t.compose.launched);
        void navigate({ to: '/blasts/$blastId', params: { blastId: blast.id } });
      },
      onError: (error) => tell.refused(error),
    }),
  );
  const send = (options: { launch: boolean }) =>
    create.mutate({
      name: draft.name.trim(),
      message: draft.message,
      ...(draft.templateId === null ? {} : { templateId: draft.templateId }),
      audience: audience.input,
      pacing: pacingOf(draft),
      ...(options.launch && isLater && draft.scheduledAt !== null ? { scheduledAt: draft.scheduledAt } : {}),
      launch: options.launch,
    });

  const missing = whatIsMissing();
  const ask = () => {
    modals.open({
      title: t.compose.askTitle,
      size: 'lg',
      children: (
        <Preflight
          draft={draft}
          audience={audience}
          me={me}
          onCancel={() => modals.closeAll()}
          onGo={() => {
            modals.closeAll();
            send({ launch: true });
          }}
        />
      ),
    });
  };
  const actions: AppAction[] = [
    {
      id: 'blast.launch',
      label: isLater ? t.compose.schedule : t.compose.launch,
      icon: IconSend,
      keys: 'mod+enter',
      run: ask,
      disabled: create.isPending ? t.common.loading : missing,
    },
    {
      id: 'blast.saveDraft',
      label: t.compose.saveDraft,
      icon: IconDeviceFloppy,
      run: () => send({ launch: false }),
      disabled: create.isPending ? t.common.loading : missing,
    },
    {
      id: 'blast.clearDraft',
      label: t.compose.draftDiscard,
      icon: IconEraser,
      run: () => {
        const before = draft;
        setDraft(EMPTY_DRAFT);
        tell.done(t.compose.draftDiscard, { undo: () => setDraft(before) });
      },
    },
  ];
  useActions('here', actions);

  return (
    <Page
      title={t.compose.title}
      width="full"
      tools={
        <Group gap="sm">
          {viewport === 'wide' && (
            <Text size="xs" c="dimmed">
              {missing ?? t.compose.draftSaved}
            </Text>
          )}
          <ActionButtons
            label={t.blasts.toolbar}
            actions={actions}
            visible={viewport === 'phone' ? 1 : 2}
            primary="blast.launch"
          />
        </Group>
      }
      onBack={viewport === 'phone' ? () => void navigate({ to: '/blasts' }) : undefined}
    >
      <div className={classes.headline}>
        <TextInput
          label={t.compose.name}
          description={t.compose.nameHint}
          placeholder={t.compose.namePlaceholder}
          maxLength={100}
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
      </div>
      <div className={classes.parts}>
        <WhoPart draft={draft} audience={audience} onChange={change} />
        <WhatPart draft={draft} onChange={change} />
        <WhenPart draft={draft} recipients={recipients} onChange={change} />
      </div>
    </Page>
  );

  function whatIsMissing(): string | undefined {
    if (draft.name.trim() === '') return t.compose.warnNoName;
    if (draft.message.trim() === '') return t.compose.warnNoMessage;
    if (draft.message.length > MAX_MESSAGE_LENGTH) return t.compose.tooLong;
    if (recipients === 0) return t.compose.warnNoRecipients;
    const { minDelayMs, maxDelayMs } = pacingOf(draft);
    if (maxDelayMs < minDelayMs) return t.compose.paceOrder;
    if (isLater && draft.scheduledAt === null) return t.compose.schedulePast;
    return undefined;
  }
}
