import { Button, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { refusalOf } from '../../api/refusal.ts';
import { useTRPC } from '../../api/trpc.ts';
import { useTell } from '../../api/useTell.tsx';
import { RefusalAlert } from '../../components/RefusalAlert.tsx';
import { useT } from '../../i18n/I18n.tsx';
import { useMe } from '../../shell/useMe.ts';
import { rules } from '../auth/validation.ts';

export function PasswordForm() {
  const t = useT();
  const trpc = useTRPC();
  const tell = useTell();
  const { email } = useMe();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { currentPassword: '', newPassword: '' },
    validate: { currentPassword: rules(t).required, newPassword: rules(t).newPassword },
  });
  const change = useMutation(
    trpc.auth.changePassword.mutationOptions({
      onSuccess() {
        form.reset();
        tell.done(t.account.passwordChanged, { hint: t.account.passwordChangedHint });
      },
      onError(error) {
        if (refusalOf(error).code !== 'invalid_credentials') return;
        form.setFieldError('currentPassword', t.account.currentWrong);
      },
    }),
  );
  // A wrong password is said at its field.
  const isWrong = refusalOf(change.error).code === 'invalid_credentials';
  return (
    <form noValidate onSubmit={form.onSubmit((values) => change.mutate(values))}>
      <Stack gap="sm">
        <RefusalAlert error={isWrong ? null : change.error} />
        {/* Tells password managers whose password this is. */}
        <input type="text" autoComplete="username" value={email} readOnly hidden />
        <PasswordInput
          label={t.account.currentPassword}
          autoComplete="current-password"
          {...form.getInputProps('currentPassword')}
          key={form.key('currentPassword')}
        />
        <PasswordInput
          label={t.account.newPassword}
          description={t.auth.passwordHint}
          autoComplete="new-password"
          {...form.getInputProps('newPassword')}
          key={form.key('newPassword')}
        />
        <div>
          <Button type="submit" variant="default" loading={change.isPending}>
            {t.account.changePassword}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
