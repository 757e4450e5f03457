import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconSend, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Contact } from '../../api/router.ts';
import { useTRPC, useTRPCClient } from '../../api/trpc.ts';
import { useTell } from '../../api/useTell.tsx';
import type { AppAction } from '../../app/actions/action.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { useMe } from '../../shell/useMe.ts';
import { EMPTY_DRAFT, useStoredDraft } from '../compose/draft.ts';

/** Requests in flight while several contacts are deleted. */
const AT_ONCE = 5;

/** What can be done with one or several contacts. @param onDone they are gone, or on their way into a blast */
export function useContactActions({ onDone }: { onDone?: () => void } = {}): (
  contacts: readonly Contact[],
) => AppAction[] {
  const { t, format } = useI18n();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const tell = useTell();
  const [, setDraft] = useStoredDraft(useMe().id);

  const remove = async (contacts: readonly Contact[]) => {
    let failed = 0;
    let lastError: unknown;
    for (let at = 0; at < contacts.length; at += AT_ONCE) {
      const answers = await Promise.allSettled(
        contacts.slice(at, at + AT_ONCE).map(({ id }) => client.contacts.delete.mutate({ id })),
      );
      for (const answer of answers) {
        if (answer.status === 'fulfilled') continue;
        failed += 1;
        lastError = answer.reason;
      }
    }
    void queryClient.invalidateQueries({ queryKey: trpc.contacts.pathKey() });
    void queryClient.invalidateQueries({ queryKey: trpc.lists.pathKey() });
    onDone?.();
    const done = contacts.length - failed;
    if (failed === 0) tell.done(t.contacts.deleted(format.number(done)));
    else if (done > 0) tell.done(t.contacts.deletePartly(format.number(done), format.number(failed)));
    else tell.refused(lastError);
  };

  return (contacts) => {
    if (contacts.length === 0) return [];
    const ask = () =>
      modals.openConfirmModal({
        title: t.contacts.deleteAsk(format.number(contacts.length)),
        children: <Text size="sm">{t.contacts.deleteText}</Text>,
        labels: { confirm: t.common.delete, cancel: t.common.cancel },
        confirmProps: { color: 'red' },
        onConfirm: () => void remove(contacts),
      });
    return [
      {
        id: 'contacts.blast',
        label: t.contacts.blastTo,
        icon: IconSend,
        run: () => {
          const numbers = contacts.map(({ phoneNumber }) => phoneNumber).join('\n');
          setDraft((before) => ({ ...EMPTY_DRAFT, ...before, who: 'numbers', numbers }));
          onDone?.();
          void navigate({ to: '/blasts/new' });
        },
      },
      { id: 'contacts.delete', label: t.common.delete, icon: IconTrash, danger: true, run: ask },
    ];
  };
}
