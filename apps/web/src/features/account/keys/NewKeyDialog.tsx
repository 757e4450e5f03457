import { Button, CopyButton, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../../../api/trpc.ts';
import { RefusalAlert } from '../../../components/RefusalAlert.tsx';
import { useT } from '../../../i18n/I18n.tsx';
import { rules } from '../../auth/validation.ts';
import classes from '../account.module.css';

const DAY_MS = 24 * 60 * 60 * 1000;
const LIVES = ['30', '90', '365', 'never'] as const;

/** Makes a key and shows it this once: the server keeps only its hash. */
export function NewKeyDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useT();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const create = useMutation(
    trpc.apiKeys.create.mutationOptions({
      onSuccess: () => void queryClient.invalidateQueries({ queryKey: trpc.apiKeys.list.queryKey() }),
    }),
  );
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '', life: '90' },
    validate: { name: rules(t).required },
  });
  const close = () => {
    onClose();
    form.reset();
    create.reset();
  };
  const made = create.data;

  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={made === undefined ? t.account.newKeyTitle : t.account.keyReady}
      // A slip of the mouse must not throw the only sight of the key away.
      closeOnClickOutside={made === undefined}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      {made === undefined ? (
        <form
          noValidate
          onSubmit={form.onSubmit(({ name, life }) =>
            create.mutate({
              name,
              ...(life === 'never' ? {} : { expiresAt: inDays(Number(life)) }),
            }),
          )}
        >
          <Stack gap="sm">
            <RefusalAlert error={create.error} />
            <TextInput
              label={t.account.keyName}
              placeholder={t.account.keyNamePlaceholder}
              maxLength={100}
              data-autofocus
              {...form.getInputProps('name')}
              key={form.key('name')}
            />
            <Select
              label={t.account.keyLife}
              allowDeselect={false}
              data={LIVES.map((life) => ({ value: life, label: t.account.keyLives[life] }))}
              {...form.getInputProps('life')}
              key={form.key('life')}
            />
            <Group justify="flex-end" mt="xs">
              <Button variant="default" onClick={close}>
                {t.common.cancel}
              </Button>
              <Button type="submit" loading={create.isPending}>
                {t.account.createKey}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Stack gap="sm">
          <Text size="sm">{t.account.keyOnce}</Text>
          <output className={classes.secret} aria-label={t.account.key}>
            {made.key}
          </output>
          <Group justify="flex-end">
            <CopyButton value={made.key} timeout={4_000}>
              {({ copied, copy }) => (
                <Button
                  data-autofocus
                  leftSection={
                    copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />
                  }
                  onClick={copy}
                >
                  {copied ? t.common.copied : t.account.copyKey}
                </Button>
              )}
            </CopyButton>
            <Button variant="default" onClick={close}>
              {t.account.keyCopiedClose}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
