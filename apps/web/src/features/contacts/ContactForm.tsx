import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Contact } from '../../api/router.ts';
import { useTRPC } from '../../api/trpc.ts';
import { useTell } from '../../api/useTell.tsx';
import { useNow } from '../../app/useNow.ts';
import { Section } from '../../components/Page.tsx';
import { RefusalAlert } from '../../components/RefusalAlert.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import { nationalPhone } from '../../i18n/phone.ts';

interface Values {
  phoneNumber: string;
  name: string;
  fields: { name: string; value: string }[];
}

export function ContactForm({ contact }: { contact: Contact }) {
  const { t, format } = useI18n();
  const now = useNow();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const tell = useTell();
  const form = useForm<Values>({
    initialValues: {
      phoneNumber: nationalPhone(contact.phoneNumber),
      name: contact.name ?? '',
      fields: Object.entries(contact.fields).map(([name, value]) => ({ name, value })),
    },
  });
  const update = useMutation(
    trpc.contacts.update.mutationOptions({
      onSuccess: (saved) => {
        queryClient.setQueryData(trpc.contacts.get.queryKey({ id: saved.id }), saved);
        void queryClient.invalidateQueries({ queryKey: trpc.contacts.list.pathKey() });
        form.resetDirty();
        tell.done(t.contacts.updated);
      },
    }),
  );
  const save = ({ phoneNumber, name, fields }: Values) =>
    update.mutate({
      id: contact.id,
      ...(phoneNumber === nationalPhone(contact.phoneNumber) ? {} : { phoneNumber }),
      name: name.trim() === '' ? null : name,
      fields: Object.fromEntries(
        fields.filter((field) => field.name.trim() !== '').map((field) => [field.name.trim(), field.value]),
      ),
    });
  return (
    <form onSubmit={form.onSubmit(save)}>
      <Stack>
        <RefusalAlert error={update.error} />
        <Section>
          <Stack>
            <TextInput label={t.contacts.phone} inputMode="tel" {...form.getInputProps('phoneNumber')} />
            <TextInput label={t.contacts.name} {...form.getInputProps('name')} />
          </Stack>
        </Section>
        <Section
          title={t.contacts.fields}
          tools={
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => form.insertListItem('fields', { name: '', value: '' })}
            >
              {t.contacts.addField}
            </Button>
          }
        >
          <Stack gap="xs">
            {form.values.fields.length === 0 && (
              <Text size="sm" c="dimmed">
                {t.common.none}
              </Text>
            )}
            {form.values.fields.map((field, index) => (
              <Group key={index} wrap="nowrap" gap="xs">
                <TextInput
                  flex={1}
                  aria-label={t.contacts.fieldName}
                  placeholder={t.contacts.fieldName}
                  {...form.getInputProps(`fields.${index}.name`)}
                />
                <TextInput
                  flex={2}
                  aria-label={field.name === '' ? t.contacts.fieldValue : field.name}
                  placeholder={t.contacts.fieldValue}
                  {...form.getInputProps(`fields.${index}.value`)}
                />
                <ActionIcon
                  size="lg"
                  aria-label={t.contacts.removeField(field.name)}
                  onClick={() => form.removeListItem('fields', index)}
                >
                  <IconTrash size={16} aria-hidden />
                </ActionIcon>
              </Group>
            ))}
          </Stack>
        </Section>
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {t.contacts.createdAt} {format.dateTime(contact.createdAt, now)}
          </Text>
          <Button type="submit" disabled={!form.isDirty()} loading={update.isPending}>
            {t.common.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
