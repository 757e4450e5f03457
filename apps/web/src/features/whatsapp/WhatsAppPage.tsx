import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconPlugConnected, IconPlugConnectedX, IconRefresh, IconUnlink } from '@tabler/icons-react';
import type { WhatsAppView } from '../../api/router.ts';
import { useTRPC } from '../../api/trpc.ts';
import { useTell } from '../../api/useTell.tsx';
import type { AppAction } from '../../app/actions/action.ts';
import { ActionButtons } from '../../app/actions/ActionButtons.tsx';
import { useActions } from '../../app/actions/registry.ts';
import { Page, Section } from '../../components/Page.tsx';
import { PageComing, Trouble } from '../../components/states.tsx';
import { ToneBadge } from '../../components/ToneMark.tsx';
import { useT } from '../../i18n/I18n.tsx';
import { whatsAppTone } from '../../theme/tones.ts';
import { ConnectionHistory } from './ConnectionHistory.tsx';
import { Linking } from './Linking.tsx';
import { shownStatus } from './shown-status.ts';
import { NumberState } from './NumberState.tsx';
import classes from './whatsapp.module.css';

export function WhatsAppPage() {
  const t = useT();
  const trpc = useTRPC();
  const number = useQuery(trpc.whatsapp.status.queryOptions());
  const { actions, connect } = useNumberActions(number.data);
  useActions('here', actions);

  if (number.isPending) return <PageComing />;
  if (number.isError) return <Trouble error={number.error} onRetry={() => void number.refetch()} />;
  const { status } = number.data;
  const shown = shownStatus(number.data);
  return (
    <Page
      title={t.whatsapp.title}
      badge={<ToneBadge tone={whatsAppTone(shown)}>{t.status.whatsapp[shown]}</ToneBadge>}
      tools={<ActionButtons label={t.whatsapp.title} actions={actions} primary="whatsapp.connect" />}
    >
      <div className={classes.columns}>
        <Stack gap="md">
          <Section>
            <NumberState number={number.data} />
          </Section>
          {['QR', 'PAIRING', 'STARTING'].includes(status) && (
            <Section>
              <Linking number={number.data} onConnect={connect} />
            </Section>
          )}
          <Text size="sm" c="dimmed">
            {t.whatsapp.care}
          </Text>
        </Stack>
        <Section title={t.whatsapp.history}>
          <ConnectionHistory />
        </Section>
      </div>
    </Page>
  );
}

/** Connect, disconnect and log out, for the toolbar, the palette and the keyboard. */
function useNumberActions(number: WhatsAppView | undefined) {
  const t = useT();
  const trpc = useTRPC();
  const tell = useTell();
  const queryClient = useQueryClient();
  const key = trpc.whatsapp.status.queryKey();
  const options = {
    onSuccess: (answer: WhatsAppView) => {
      queryClient.setQueryData(key, answer);
      void queryClient.invalidateQueries({ queryKey: trpc.auth.me.pathKey() });
      void queryClient.invalidateQueries({ queryKey: trpc.whatsapp.history.pathKey() });
    },
    onError: (error: unknown) => tell.refused(error),
  };
  const connect = useMutation(trpc.whatsapp.connect.mutationOptions(options));
  const disconnect = useMutation(trpc.whatsapp.disconnect.mutationOptions(options));
  const logout = useMutation(trpc.whatsapp.logout.mutationOptions(options));

  const askLogout = () =>
    modals.openConfirmModal({
      title: t.whatsapp.logoutAsk,
      children: <Text size="sm">{t.whatsapp.logoutAskText}</Text>,
      labels: { confirm: t.whatsapp.logout, cancel: t.common.cancel },
      confirmProps: { color: 'red' },
      onConfirm: () => logout.mutate(),
    });

  const status = number?.status ?? 'DISCONNECTED';
  const isWorking = ['STARTING', 'QR', 'PAIRING', 'AUTHENTICATED', 'CONNECTED', 'RECONNECTING'].includes(
    status,
  );
  const isLinking = status === 'QR' || status === 'PAIRING';
  const actions: AppAction[] = [];
  if (!isWorking || isLinking) {
    actions.push({
      id: 'whatsapp.connect',
      label: isLinking ? t.whatsapp.refresh : t.whatsapp.connect,
      icon: isLinking ? IconRefresh : IconPlugConnected,
      run: () => connect.mutate({}),
      disabled: connect.isPending ? t.common.loading : undefined,
    });
  }
  if (isWorking) {
    actions.push({
      id: 'whatsapp.disconnect',
      label: isLinking || status === 'STARTING' ? t.common.cancel : t.whatsapp.disconnect,
      icon: IconPlugConnectedX,
      run: () => disconnect.mutate(),
      disabled: disconnect.isPending ? t.common.loading : undefined,
    });
  }
  if (number?.phoneNumber != null && status !== 'LOGGED_OUT') {
    actions.push({
      id: 'whatsapp.logout',
      label: t.whatsapp.logout,
      icon: IconUnlink,
      danger: true,
      run: askLogout,
    });
  }
  return { actions, connect: connect.mutate };
}
