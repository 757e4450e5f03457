import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useParams, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { refusalOf } from '../../../api/refusal.ts';
import type { Person } from '../../../api/router.ts';
import { useTRPC } from '../../../api/trpc.ts';
import { useTell } from '../../../api/useTell.tsx';
import { RefusalAlert } from '../../../components/RefusalAlert.tsx';
import { useT } from '../../../i18n/I18n.tsx';
import { useRefreshUsers } from './useRefreshUsers.ts';

/** For good, so the e-mail is typed first. */
export function DeleteUserDialog({ user, onClose }: { user: Person; onClose: () => void }) {
  const t = useT();
  const trpc = useTRPC();
  const tell = useTell();
  const router = useRouter();
  const { userId: openId } = useParams({ strict: false });
  const { removed } = useRefreshUsers();
  const [typed, setTyped] = useState('');
  const [isTried, setTried] = useState(false);
  const remove = useMutation(
    trpc.users.remove.mutationOptions({
      async onSuccess({ id }) {
        onClose();
        if (id === openId) await router.navigate({ to: '/admin/users', search: true });
        removed(id);
        tell.done(t.admin.deleted);
      },
    }),
  );
  const isRight = typed.trim().toLowerCase() === user.email;
  const reason = refusalOf(remove.error).details['reason'];
  return (
    <Modal
      opened
      onClose={onClose}
      title={t.admin.deleteAsk(user.name)}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (isRight) remove.mutate({ id: user.id });
        }}
      >
        <Stack gap="sm">
          {reason === 'has_payments' || reason === 'active' ? (
            <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />}>
              {reason === 'active' ? t.admin.deleteActive : t.admin.deleteHasPaid}
            </Alert>
          ) : (
            <RefusalAlert error={remove.error} />
          )}
          <Text size="sm">{t.admin.deleteText}</Text>
          <TextInput
            label={t.admin.deleteType(user.email)}
            autoComplete="off"
            data-autofocus
            value={typed}
            error={isTried && !isRight ? t.admin.deleteMismatch : undefined}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={onClose}>
              {t.common.cancel}
            </Button>
            <Button type="submit" color="red" loading={remove.isPending}>
              {t.admin.deleteForGood}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
