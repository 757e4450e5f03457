import '@mantine/spotlight/styles.css';
import { useDebouncedValue } from '@mantine/hooks';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { IconAddressBook, IconSearch, IconSpeakerphone } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTRPC } from '../api/trpc.ts';
import type { ActionGroup, AppAction } from '../app/actions/action.ts';
import { Keys } from '../app/actions/Keys.tsx';
import { useRegisteredActions } from '../app/actions/registry.ts';
import { useT } from '../i18n/I18n.tsx';
import { nationalPhone } from '../i18n/phone.ts';
import { useMe } from './useMe.ts';

const FOUND = 5;
const LIST_ID = 'palette-actions';

/** Everything: go to, do, find a contact or a blast. Mounted while it is open. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const t = useT();
  const words = t.shell.palette;
  const [[store, spotlight]] = useState(createSpotlight);
  const [query, setQuery] = useState('');
  const sets = useRegisteredActions();
  const found = useFound(query);
  useEffect(() => spotlight.open(), [spotlight]);
  // Mantine chooses the first row when one types; what the server found comes later, to a list that had none.
  useEffect(() => {
    const list = document.getElementById(LIST_ID);
    if (list?.querySelector('[data-selected]') !== null) return;
    const first = list.querySelector('[data-action]');
    if (first === null) return;
    first.setAttribute('data-selected', 'true');
    store.updateState((state) => ({ ...state, selected: 0 }));
  });

  const groups: { id: ActionGroup; label: string }[] = [
    { id: 'here', label: words.groupHere },
    { id: 'do', label: words.groupDo },
    { id: 'go', label: words.groupGo },
  ];
  const matching = (id: ActionGroup) =>
    sets
      .filter(({ group }) => group === id)
      .flatMap(({ actions }) => actions)
      .filter(
        (action) => action.id !== 'palette.open' && action.disabled === undefined && matches(action, query),
      );
  const sections = [
    ...groups.map(({ id, label }) => ({ label, actions: matching(id) })),
    { label: words.groupBlasts, actions: found.blasts },
    { label: words.groupContacts, actions: found.contacts },
  ].filter(({ actions }) => actions.length > 0);

  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={onClose}
      shortcut={null}
      size={560}
      centered={false}
      attributes={{ content: { 'aria-label': words.title } }}
      scrollable
      maxHeight={440}
      transitionProps={{ duration: 80 }}
    >
      <Spotlight.Search
        placeholder={words.placeholder}
        aria-label={words.title}
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList id={LIST_ID}>
        {sections.map((section) => (
          <Spotlight.ActionsGroup key={section.label} label={section.label}>
            {section.actions.map((action) => (
              <Spotlight.Action
                key={action.id}
                label={action.label}
                leftSection={<action.icon size={18} stroke={1.75} aria-hidden />}
                rightSection={action.keys === undefined ? undefined : <Keys keys={action.keys} />}
                onClick={() => action.run()}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {sections.length === 0 && <Spotlight.Empty>{words.nothing}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function matches(action: AppAction, query: string): boolean {
  const text = `${action.label} ${action.also ?? ''}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Contacts and blasts by their names, asked from the server. */
function useFound(typed: string): { contacts: AppAction[]; blasts: AppAction[] } {
  const trpc = useTRPC();
  const router = useRouter();
  const t = useT();
  const isTenant = useMe().role === 'USER';
  const [search] = useDebouncedValue(typed.trim(), 200);
  const enabled = isTenant && search.length >= 2;
  const contacts = useQuery(trpc.contacts.list.queryOptions({ search, limit: FOUND }, { enabled }));
  const blasts = useQuery(trpc.blasts.list.queryOptions({ search, limit: FOUND }, { enabled }));
  if (!enabled) return { contacts: [], blasts: [] };
  return {
    contacts: (contacts.data?.items ?? []).map((contact) => ({
      id: `contact:${contact.id}`,
      label: `${contact.name ?? t.contacts.noName} · ${nationalPhone(contact.phoneNumber)}`,
      icon: IconAddressBook,
      run: () => void router.navigate({ to: '/contacts/$contactId', params: { contactId: contact.id } }),
    })),
    blasts: (blasts.data?.items ?? []).map((blast) => ({
      id: `blast:${blast.id}`,
      label: blast.name,
      icon: IconSpeakerphone,
      run: () => void router.navigate({ to: '/blasts/$blastId', params: { blastId: blast.id } }),
    })),
  };
}
