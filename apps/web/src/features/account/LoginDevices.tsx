import { Button, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconLogout } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useTRPC } from '../../api/trpc.ts';
import { useTell } from '../../api/useTell.tsx';
import { useActions } from '../../app/actions/registry.ts';
import { useT } from '../../i18n/I18n.tsx';

/** Ends every login of this account, this one too. */
export function LoginDevices() {
  const t = useT();
  const trpc = useTRPC();
  const tell = useTell();
  const router = useRouter();
  const queryClient = useQueryClient();
  const logout = useMutation(
    trpc.auth.logoutEverywhere.mutationOptions({
      async onSuccess() {
        queryClient.clear();
        await router.navigate({ to: '/login' });
      },
      onError: (error) => tell.refused(error),
    }),
  );
  const ask = () =>
    modals.openConfirmModal({
      title: t.account.logoutAsk,
      children: <Text size="sm">{t.account.logoutAskText}</Text>,
      labels: { confirm: t.account.logoutEverywhere, cancel: t.common.cancel },
      confirmProps: { color: 'red' },
      onConfirm: () => logout.mutate(),
    });
  useActions('here', [
    {
      id: 'account.logoutEverywhere',
      label: t.account.logoutEverywhere,
      icon: IconLogout,
      danger: true,
      run: ask,
    },
  ]);
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm" c="dimmed">
        {t.account.sessionsText}
      </Text>
      <Button
        variant="default"
        leftSection={<IconLogout size={16} aria-hidden />}
        loading={logout.isPending}
        onClick={ask}
      >
        {t.account.logoutEverywhere}
      </Button>
    </Stack>
  );
}
