import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTRPC, useTRPCClient } from '../../api/trpc.ts';
import { RefusalAlert } from '../../components/RefusalAlert.tsx';
import { useT } from '../../i18n/I18n.tsx';
import { AuthFrame } from './AuthFrame.tsx';
import { useEnter } from './useEnter.ts';
import { rules } from './validation.ts';

export function RegisterPage() {
  const t = useT();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const enter = useEnter();
  const register = useMutation({
    ...trpc.auth.register.mutationOptions(),
    mutationFn: async (values: { name: string; email: string; password: string }) => {
      const answer = await client.auth.register.mutate(values);
      await client.auth.login.mutate({ email: values.email, password: values.password });
      return answer;
    },
    onSuccess: enter,
  });
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '', email: '', password: '' },
    validate: { name: rules(t).required, email: rules(t).email, password: rules(t).newPassword },
  });
  return (
    <AuthFrame
      title={t.auth.registerTitle}
      footer={
        <Text size="sm">
          <Anchor renderRoot={(props) => <Link {...props} to="/login" search />}>{t.auth.toLogin}</Anchor>
        </Text>
      }
    >
      <form onSubmit={form.onSubmit((values) => register.mutate(values))} noValidate>
        <Stack>
          <RefusalAlert error={register.error} />
          <TextInput
            label={t.auth.businessName}
            placeholder={t.auth.businessNamePlaceholder}
            autoComplete="organization"
            autoFocus
            {...form.getInputProps('name')}
            key={form.key('name')}
          />
          <TextInput
            label={t.auth.email}
            type="email"
            autoComplete="username"
            {...form.getInputProps('email')}
            key={form.key('email')}
          />
          <PasswordInput
            label={t.auth.password}
            description={t.auth.passwordHint}
            autoComplete="new-password"
            {...form.getInputProps('password')}
            key={form.key('password')}
          />
          <Text size="xs" c="dimmed">
            {t.auth.consent}
          </Text>
          <Button type="submit" size="md" loading={register.isPending || register.isSuccess}>
            {t.auth.register}
          </Button>
        </Stack>
      </form>
    </AuthFrame>
  );
}
