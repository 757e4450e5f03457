import { Button, Group, Modal, MultiSelect, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTRPC } from '../../api/trpc.ts';
import { useTell } from '../../api/useTell.tsx';
import { RefusalAlert } from '../../components/RefusalAlert.tsx';
import { useT } from '../../i18n/I18n.tsx';
import { useLists } from './ListPicker.tsx';

export function AddContact({ listId, onClose }: { listId: string | undefined; onClose: () => void }) {
  const t = useT();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const tell = useTell();
  const lists = useLists();
  const [phoneNumber, setPhoneNumber] = useState('');
  const [name, setName] = useState('');
  const [listIds, setListIds] = useState(listId === undefined ? [] : [listId]);
  const create = useMutation(
    trpc.contacts.create.mutationOptions({
      onSuccess: (contact) => {
        void queryClient.invalidateQueries({ queryKey: trpc.contacts.pathKey() });
        void queryClient.invalidateQueries({ queryKey: trpc.lists.pathKey() });
        tell.done(t.contacts.created);
        void navigate({ to: '/contacts/$contactId', params: { contactId: contact.id } });
      },
    }),
  );
  return (
    <Modal opened onClose={onClose} title={t.contacts.add}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate({ phoneNumber, name: name.trim() === '' ? null : name, listIds });
        }}
      >
        <Stack>
          <RefusalAlert error={create.error} />
          <TextInput
            label={t.contacts.phone}
            placeholder={t.contacts.phonePlaceholder}
            inputMode="tel"
            data-autofocus
            value={phoneNumber}
            onChange={(event) => setPhoneNumber(event.currentTarget.value)}
          />
          <TextInput
            label={t.contacts.name}
            placeholder={t.common.optional}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {lists.length > 0 && (
            <MultiSelect
              label={t.contacts.inLists}
              data={lists.map((list) => ({ value: list.id, label: list.name }))}
              value={listIds}
              onChange={setListIds}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t.common.cancel}
            </Button>
            <Button type="submit" disabled={phoneNumber.trim() === ''} loading={create.isPending}>
              {t.contacts.add}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
