import { ActionBar, Button, Group, Stack, Text } from '@mantine/core';
import { IconAddressBook, IconSquare, IconSquareCheckFilled } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Contact } from '../../api/router.ts';
import { useTRPC } from '../../api/trpc.ts';
import { useContextMenu } from '../../app/actions/ContextMenu.tsx';
import { focusPageTitle } from '../../components/focus.ts';
import { Nothing, RowsComing, Trouble } from '../../components/states.tsx';
import { useRowHeights } from '../../components/useRowHeight.ts';
import { VirtualList } from '../../components/VirtualList.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import { nationalPhone } from '../../i18n/phone.ts';
import classes from './contacts.module.css';
import { useContactActions } from './useContactActions.tsx';

const PAGE = 100;

/** The rows: any number of them, chosen with a click or `x`, opened with Enter. */
export function ContactTable({ onAdd, onPaste }: { onAdd: () => void; onPaste: () => void }) {
  const { t, format } = useI18n();
  const trpc = useTRPC();
  const navigate = useNavigate();
  const { row } = useRowHeights();
  const { q, list } = useSearch({ from: '/app/tenant/contacts' });
  const { contactId } = useParams({ strict: false });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const showMenu = useContextMenu();
  const actionsOf = useContactActions({ onDone: () => setChosen(new Set()) });
  const contacts = useInfiniteQuery(
    trpc.contacts.list.infiniteQueryOptions(
      {
        limit: PAGE,
        ...(q === undefined ? {} : { search: q }),
        ...(list === undefined ? {} : { listId: list }),
      },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  if (contacts.isPending) return <RowsComing />;
  if (contacts.isError) {
    return (
      <Trouble error={contacts.error} title={t.common.listFailed} onRetry={() => void contacts.refetch()} />
    );
  }
  const items = contacts.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return q === undefined ? (
      <Nothing icon={IconAddressBook} title={t.contacts.emptyTitle} text={t.contacts.emptyText}>
        <Button size="xs" onClick={onPaste}>
          {t.contacts.paste}
        </Button>
        <Button size="xs" variant="default" onClick={onAdd}>
          {t.contacts.add}
        </Button>
      </Nothing>
    ) : (
      <Nothing icon={IconAddressBook} title={t.common.noResults} text={t.common.noResultsHint} />
    );
  }
  const toggle = (id: string) =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  const selected = items.filter(({ id }) => chosen.has(id));
  const bulk = actionsOf(selected);
  return (
    <>
      <VirtualList
        label={t.contacts.listLabel}
        items={items}
        keyOf={(contact) => contact.id}
        renderRow={(contact) => (
          <ContactRow contact={contact} chosen={chosen.has(contact.id)} onToggle={() => toggle(contact.id)} />
        )}
        rowHeight={row}
        activeKey={contactId}
        onToggle={(contact) => toggle(contact.id)}
        isChosen={(contact) => chosen.has(contact.id)}
        onOpen={(contact, how) =>
          void navigate({
            to: '/contacts/$contactId',
            params: { contactId: contact.id },
            search: { ...(q === undefined ? {} : { q }), ...(list === undefined ? {} : { list }) },
          }).then(() => {
            if (how === 'open') focusPageTitle();
          })
        }
        onContextMenu={(event, contact) =>
          showMenu(event, {
            label: contact.name ?? nationalPhone(contact.phoneNumber),
            actions: actionsOf(chosen.has(contact.id) ? selected : [contact]),
          })
        }
        onMore={
          contacts.hasNextPage && !contacts.isFetchingNextPage
            ? () => void contacts.fetchNextPage()
            : undefined
        }
      />
      <ActionBar
        opened={selected.length > 0}
        onClose={() => setChosen(new Set())}
        closeOnEscape
        withinPortal={false}
        aria-label={t.common.selected(format.number(selected.length))}
        position={{ bottom: 44, left: 0, right: 0 }}
      >
        <Text size="sm" fw={600}>
          {t.common.selected(format.number(selected.length))}
        </Text>
        <ActionBar.Divider />
        {bulk.map((action) => (
          <Button
            key={action.id}
            size="xs"
            variant="default"
            leftSection={<action.icon size={16} aria-hidden />}
            onClick={action.run}
          >
            {action.label}
          </Button>
        ))}
        <ActionBar.CloseButton aria-label={t.common.clearSelection} />
      </ActionBar>
    </>
  );
}

function ContactRow({
  contact,
  chosen,
  onToggle,
}: {
  contact: Contact;
  chosen: boolean;
  onToggle: () => void;
}) {
  const { t } = useI18n();
  return (
    <Group gap="sm" wrap="nowrap" w="100%">
      {/* For the pointer; the keyboard chooses a row with x, and the row itself says whether it is chosen. */}
      <span
        aria-hidden
        className={classes.tickBox}
        onClick={(event) => {
          event.stopPropagation();
          onToggle();
        }}
      >
        {chosen ? (
          <IconSquareCheckFilled size={20} className={classes.tick} />
        ) : (
          <IconSquare size={20} stroke={1.5} />
        )}
      </span>
      <Stack gap={1} flex={1} miw={0}>
        <Text truncate fw={550} lh={1.3} {...(contact.name === null ? { c: 'dimmed' } : {})}>
          {contact.name ?? t.contacts.noName}
        </Text>
        <Text size="xs" c="dimmed" className="tabular">
          {nationalPhone(contact.phoneNumber)}
        </Text>
      </Stack>
      <Text size="xs" c="dimmed" truncate maw="35%">
        {Object.values(contact.fields).slice(0, 2).join(' · ')}
      </Text>
    </Group>
  );
}
