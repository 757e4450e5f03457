import { Group, Text, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { MAX_MESSAGE_LENGTH } from '@siar/shared';
import { IconDeviceFloppy, IconEraser, IconSend } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
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
import { useSendBlast } from './useSendBlast.ts';
import { usePrefill } from './usePrefill.ts';
import { WhatPart } from './WhatPart.tsx';
import { WhenPart } from './WhenPart.tsx';
import { WhoPart } from './WhoPart.tsx';
import classes from './compose.module.css';

/** Who, what, and when, on one page. Launch asks once. */
export function NewBlastPage() {
  const me = useMe();
  const { t } = useI18n();
  const navigate = useNavigate();
  const tell = useTell();
  const viewport = useViewport();
  const search = useSearch({ from: '/app/tenant/blasts/new' });
  const { edit } = search;
  const [stored, setStored] = useStoredDraft(me.id);
  const [edited, setEdited] = useState(EMPTY_DRAFT);
  const draft = edit === undefined ? stored : edited;
  const setDraft = edit === undefined ? setStored : setEdited;
  const change = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }));
  usePrefill(search, setDraft);
  const audience = useAudience(draft);
  const recipients = audience.recipients ?? 0;

  const isLater = draft.when === 'later';
  const sending = useSendBlast({
    edit,
    onSent: () => {
      if (edit === undefined) setStored(EMPTY_DRAFT);
    },
  });
  const send = ({ launch }: { launch: boolean }) =>
    sending.mutate({ draft, audience: audience.input, launch });

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
      disabled: sending.isPending ? t.common.loading : missing,
    },
    {
      id: 'blast.saveDraft',
      label: t.compose.saveDraft,
      icon: IconDeviceFloppy,
      run: () => send({ launch: false }),
      disabled: sending.isPending ? t.common.loading : missing,
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
      title={edit === undefined ? t.compose.title : t.compose.titleEdit}
      width="full"
      tools={
        <Group gap="sm">
          {viewport === 'wide' && (
            <Text size="xs" c="dimmed">
              {missing ?? (edit === undefined ? t.compose.draftSaved : t.compose.draftEditing)}
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
