import { ActionIcon, Menu, Select, Text, TextInput, Button, Modal, Stack, Group } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconDots, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ContactList } from '../../api/router.ts';
import { useTRPC } from '../../api/trpc.ts';
import { useTell } from '../../api/useTell.tsx';
import { RefusalAlert } from '../../components/RefusalAlert.tsx';
import { useI18n } from '../../i18n/I18n.tsx';

const LISTS = 200;

export function useLists(): ContactList[] {
  const trpc = useTRPC();
  return useQuery(trpc.lists.list.queryOptions({ limit: LISTS })).data?.items ?? [];
}

/** Which list is shown; and the lists themselves: begin, rename, delete. */
export function ListPicker({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (listId: string | undefined) => void;
}) {
  const { t, format } = useI18n();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const tell = useTell();
  const lists = useLists();
  const [naming, setNaming] = useState<'new' | ContactList | null>(null);
  const current = lists.find(({ id }) => id === value);
  const remove = useMutation(
    trpc.lists.delete.mutationOptions({
      onSuccess: () => {
        onChange(undefined);
        void queryClient.invalidateQueries({ queryKey: trpc.lists.pathKey() });
      },
      onError: (error) => tell.refused(error),
    }),
  );
  const askDelete = (list: ContactList) =>
    modals.openConfirmModal({
      title: t.contacts.deleteListAsk(list.name),
      children: <Text size="sm">{t.contacts.deleteListText}</Text>,
      labels: { confirm: t.contacts.deleteList, cancel: t.common.cancel },
      confirmProps: { color: 'red' },
      onConfirm: () => remove.mutate({ id: list.id }),
    });
  return (
    <Group gap={4} wrap="nowrap">
      <Select
        aria-label={t.contacts.lists}
        placeholder={t.contacts.everyone}
        data={lists.map((list) => ({
          value: list.id,
          label: t.contacts.listOf(list.name, format.number(list.count)),
        }))}
        value={value ?? null}
        clearable
        searchable={lists.length > 8}
        w={160}
        size="sm"
        onChange={(next) => onChange(next ?? undefined)}
      />
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size="lg" aria-label={`${t.contacts.lists}: ${t.common.more}`}>
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setNaming('new')}>
            {t.contacts.newList}
          </Menu.Item>
          {current !== undefined && (
            <>
              <Menu.Item
                leftSection={<IconPencil size={16} aria-hidden />}
                onClick={() => setNaming(current)}
              >
                {t.contacts.renameList}
              </Menu.Item>
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={16} aria-hidden />}
                onClick={() => askDelete(current)}
              >
                {t.contacts.deleteList}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {naming !== null && (
        <NameList
          list={naming === 'new' ? null : naming}
          onClose={() => setNaming(null)}
          onSaved={(list) => {
            setNaming(null);
            onChange(list.id);
          }}
        />
      )}
    </Group>
  );
}

function NameList({
  list,
  onClose,
  onSaved,
}: {
  list: ContactList | null;
  onClose: () => void;
  onSaved: (list: ContactList) => void;
}) {
  const { t } = useI18n();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [name, setName] = useState(list?.name ?? '');
  const options = {
    onSuccess: (saved: ContactList) => {
      void queryClient.invalidateQueries({ queryKey: trpc.lists.pathKey() });
      onSaved(saved);
    },
  };
  const create = useMutation(trpc.lists.create.mutationOptions(options));
  const update = useMutation(trpc.lists.update.mutationOptions(options));
  return (
    <Modal opened onClose={onClose} title={list === null ? t.contacts.newList : t.contacts.renameList}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (list === null) create.mutate({ name });
          else update.mutate({ id: list.id, name });
        }}
      >
        <Stack>
          <RefusalAlert error={create.error ?? update.error} />
          <TextInput
            label={t.contacts.listName}
            placeholder={t.contacts.listNamePlaceholder}
            value={name}
            maxLength={100}
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t.common.cancel}
            </Button>
            <Button
              type="submit"
              disabled={name.trim() === ''}
              loading={create.isPending || update.isPending}
            >
              {t.common.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
