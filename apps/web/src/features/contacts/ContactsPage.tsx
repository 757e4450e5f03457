import { Group, Text } from '@mantine/core';
import { IconAddressBook, IconFileImport, IconRowInsertBottom, IconUserPlus } from '@tabler/icons-react';
import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../../api/trpc.ts';
import type { AppAction } from '../../app/actions/action.ts';
import { ActionButtons } from '../../app/actions/ActionButtons.tsx';
import { useActions } from '../../app/actions/registry.ts';
import { ListDetail } from '../../components/ListDetail.tsx';
import { ChooseHint, ListPane } from '../../components/ListPane.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { Nothing } from '../../components/states.tsx';
import { useFormat, useT } from '../../i18n/I18n.tsx';
import { AddContact } from './AddContact.tsx';
import { ContactTable } from './ContactTable.tsx';
import { ListPicker } from './ListPicker.tsx';
import { PasteNumbers } from './PasteNumbers.tsx';

/** Everybody one may write to: lists, search and rows at the left, one person at the right. */
export function ContactsPage() {
  const t = useT();
  const navigate = useNavigate();
  const { q, list, dialog } = useSearch({ from: '/app/tenant/contacts' });
  const { contactId } = useParams({ strict: false });
  const setDialog = (next: 'add' | 'paste' | undefined) =>
    void navigate({
      to: '.',
      search: ({ dialog: _dialog, ...others }) => (next === undefined ? others : { ...others, dialog: next }),
      replace: next === undefined,
    });
  const actions: AppAction[] = [
    { id: 'contacts.add', label: t.contacts.add, icon: IconUserPlus, keys: 'n', run: () => setDialog('add') },
    {
      id: 'contacts.paste',
      label: t.contacts.paste,
      icon: IconRowInsertBottom,
      run: () => setDialog('paste'),
    },
    {
      id: 'contacts.import',
      label: t.contacts.import,
      icon: IconFileImport,
      run: () => void navigate({ to: '/contacts/import' }),
    },
  ];
  useActions('here', actions);
  return (
    <>
      <ListDetail
        page="contacts"
        hasDetail={contactId !== undefined}
        detail={<Outlet />}
        list={
          <ListPane
            title={t.contacts.title}
            actions={
              <Group gap="xs" wrap="nowrap">
                <Count />
                <ActionButtons
                  label={t.contacts.title}
                  actions={actions}
                  visible={1}
                  primary="contacts.add"
                />
              </Group>
            }
            tools={
              <>
                <SearchBox
                  label={t.contacts.searchPlaceholder}
                  value={q ?? ''}
                  onChange={(value) =>
                    void navigate({
                      to: '.',
                      search: ({ q: _q, ...others }) => (value === '' ? others : { ...others, q: value }),
                      replace: true,
                    })
                  }
                />
                <ListPicker
                  value={list}
                  onChange={(next) =>
                    void navigate({
                      to: '.',
                      search: ({ list: _list, ...others }) =>
                        next === undefined ? others : { ...others, list: next },
                      replace: true,
                    })
                  }
                />
              </>
            }
          >
            <ContactTable onAdd={() => setDialog('add')} onPaste={() => setDialog('paste')} />
          </ListPane>
        }
      />
      {dialog === 'add' && <AddContact listId={list} onClose={() => setDialog(undefined)} />}
      {dialog === 'paste' && <PasteNumbers listId={list} onClose={() => setDialog(undefined)} />}
    </>
  );
}

function Count() {
  const t = useT();
  const format = useFormat();
  const trpc = useTRPC();
  const { q, list } = useSearch({ from: '/app/tenant/contacts' });
  const { data } = useQuery(
    trpc.contacts.count.queryOptions(
      { ...(q === undefined ? {} : { search: q }), ...(list === undefined ? {} : { listId: list }) },
      { placeholderData: (before) => before },
    ),
  );
  if (data === undefined) return null;
  return (
    <Text
      size="sm"
      c="dimmed"
      className="tabular"
      style={{ whiteSpace: 'nowrap' }}
      title={t.contacts.count(format.number(data.count))}
      data-testid="contact-count"
      data-value={data.count}
    >
      {format.number(data.count)}
    </Text>
  );
}

export function NoContactChosen() {
  const t = useT();
  return (
    <ChooseHint>
      <Nothing icon={IconAddressBook} title={t.contacts.chooseTitle} text={t.contacts.chooseText} />
    </ChooseHint>
  );
}
