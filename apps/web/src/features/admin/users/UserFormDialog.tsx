import { Button, Group, Modal, PasswordInput, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import type { Role } from '@siar/shared';
import type { Person } from '../../../api/router.ts';
import { useTRPC } from '../../../api/trpc.ts';
import { useTell } from '../../../api/useTell.tsx';
import { RefusalAlert } from '../../../components/RefusalAlert.tsx';
import { useT } from '../../../i18n/I18n.tsx';
import { useMe } from '../../../shell/useMe.ts';
import { rules } from '../../auth/validation.ts';
import { useRefreshUsers } from './useRefreshUsers.ts';

interface Values {
  name: string;
  email: string;
  role: Role;
  password: string;
}

/** Makes a person or changes one. @param user null: a new one */
export function UserFormDialog({ user, onClose }: { user: Person | null; onClose: () => void }) {
  const t = useT();
  const me = useMe();
  const { save, isSaving, error } = useSaveUser({ user, onSaved: onClose });
  const { email, required, newPassword } = rules(t);
  const form = useForm<Values>({
    initialValues: {
      name: user?.name ?? '',
      email: user?.email ?? '',
      role: user?.role ?? 'USER',
      password: '',
    },
    validate: {
      name: required,
      email,
      password: (value) => (user !== null && value === '' ? null : newPassword(value)),
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={user === null ? t.admin.newUser : t.admin.editUser}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <form noValidate onSubmit={form.onSubmit(save)}>
        <Stack gap="sm">
          <RefusalAlert error={error} />
          <TextInput label={t.common.name} maxLength={100} data-autofocus {...form.getInputProps('name')} />
          <TextInput label={t.admin.email} type="email" autoComplete="off" {...form.getInputProps('email')} />
          <Select
            label={t.admin.role}
            description={user?.id === me.id ? t.admin.notYourself : t.admin.roleNote}
            disabled={user?.id === me.id}
            allowDeselect={false}
            data={[
              { value: 'USER', label: t.admin.roles.USER },
              { value: 'ADMIN', label: t.admin.roles.ADMIN },
            ]}
            {...form.getInputProps('role')}
          />
          <PasswordInput
            label={user === null ? t.admin.password : t.admin.newPassword}
            description={
              user === null ? t.auth.passwordHint : `${t.admin.newPasswordHint} ${t.admin.resetLogsOut}`
            }
            autoComplete="new-password"
            {...form.getInputProps('password')}
          />
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={onClose}>
              {t.common.cancel}
            </Button>
            <Button type="submit" loading={isSaving} disabled={user !== null && !form.isDirty()}>
              {user === null ? t.admin.createUser : t.common.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function useSaveUser({ user, onSaved }: { user: Person | null; onSaved: () => void }) {
  const t = useT();
  const trpc = useTRPC();
  const tell = useTell();
  const router = useRouter();
  const { changed } = useRefreshUsers();
  const create = useMutation(
    trpc.users.create.mutationOptions({
      async onSuccess(created) {
        changed(created);
        onSaved();
        await router.navigate({ to: '/admin/users/$userId', params: { userId: created.id } });
        tell.done(t.admin.created);
      },
    }),
  );
  const update = useMutation(
    trpc.users.update.mutationOptions({
      onSuccess(updated) {
        changed(updated);
        onSaved();
        tell.done(t.admin.updated);
      },
    }),
  );
  const save = (values: Values) => {
    if (user === null) {
      create.mutate(values);
      return;
    }
    // Only what was changed: the audit list tells it, and a new password ends all logins.
    update.mutate({
      id: user.id,
      ...(values.name === user.name ? {} : { name: values.name }),
      ...(values.email === user.email ? {} : { email: values.email }),
      ...(values.role === user.role ? {} : { role: values.role }),
      ...(values.password === '' ? {} : { password: values.password }),
    });
  };
  return { save, isSaving: create.isPending || update.isPending, error: create.error ?? update.error };
}
