import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTRPC } from '../../api/trpc.ts';
import { RefusalAlert } from '../../components/RefusalAlert.tsx';
import { useT } from '../../i18n/I18n.tsx';
import { AuthFrame } from './AuthFrame.tsx';
import { useEnter } from './useEnter.ts';
import { rules } from './validation.ts';

export function LoginPage() {
  const t = useT();
  const trpc = useTRPC();
  const enter = useEnter();
  const login = useMutation(trpc.auth.login.mutationOptions({ onSuccess: enter }));
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: { email: rules(t).email, password: rules(t).required },
  });
  return (
    <AuthFrame
      title={t.auth.loginTitle}
      footer={
        <Text size="sm">
          <Anchor renderRoot={(props) => <Link {...props} to="/register" search />}>
            {t.auth.toRegister}
          </Anchor>
        </Text>
      }
    >
      <form onSubmit={form.onSubmit((values) => login.mutate(values))} noValidate>
        <Stack>
          <RefusalAlert error={login.error} />
          <TextInput
            label={t.auth.email}
            type="email"
            autoComplete="username"
            autoFocus
            {...form.getInputProps('email')}
            key={form.key('email')}
          />
          <PasswordInput
            label={t.auth.password}
            autoComplete="current-password"
            {...form.getInputProps('password')}
            key={form.key('password')}
          />
          <Button type="submit" size="md" loading={login.isPending || login.isSuccess}>
            {t.auth.login}
          </Button>
        </Stack>
      </form>
    </AuthFrame>
  );
}
