import { ActionIcon, Anchor, Button, Group, Stack, Text, Tooltip } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconKey, IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '../../../api/trpc.ts';
import { useTell } from '../../../api/useTell.tsx';
import { useActions } from '../../../app/actions/registry.ts';
import { useNow } from '../../../app/useNow.ts';
import { Nothing, RowsComing, Trouble } from '../../../components/states.tsx';
import { useI18n } from '../../../i18n/I18n.tsx';
import classes from '../account.module.css';
import type { ApiKey } from './api-key.ts';
import { NewKeyDialog } from './NewKeyDialog.tsx';

/** Keys for the person's own programs: made, recognised, revoked. */
export function ApiKeys() {
  const { t } = useI18n();
  const [isMaking, setMaking] = useState(false);
  useActions('here', [
    { id: 'account.newKey', label: t.account.newKeyTitle, icon: IconKey, run: () => setMaking(true) },
  ]);
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t.account.keysText}{' '}
        <Anchor href="/api/docs" target="_blank" rel="noopener" size="sm" underline="always">
          {t.account.keysDocs}
        </Anchor>
      </Text>
      <Keys />
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => setMaking(true)}
        >
          {t.account.newKey}
        </Button>
      </Group>
      <NewKeyDialog isOpen={isMaking} onClose={() => setMaking(false)} />
    </Stack>
  );
}

function Keys() {
  const { t } = useI18n();
  const trpc = useTRPC();
  const tell = useTell();
  const queryClient = useQueryClient();
  const keys = useQuery(trpc.apiKeys.list.queryOptions());
  const revoke = useMutation(
    trpc.apiKeys.revoke.mutationOptions({
      async onSuccess() {
        await queryClient.invalidateQueries({ queryKey: trpc.apiKeys.list.queryKey() });
        tell.done(t.account.revoked);
      },
      onError: (error) => tell.refused(error),
    }),
  );
  const askRevoke = (key: ApiKey) =>
    modals.openConfirmModal({
      title: t.account.revokeAsk(key.name),
      children: <Text size="sm">{t.account.revokeText}</Text>,
      labels: { confirm: t.account.revoke, cancel: t.common.cancel },
      confirmProps: { color: 'red' },
      onConfirm: () => revoke.mutate({ id: key.id }),
    });

  if (keys.isPending) return <RowsComing rows={2} />;
  if (keys.isError) {
    return <Trouble title={t.common.listFailed} error={keys.error} onRetry={() => void keys.refetch()} />;
  }
  if (keys.data.items.length === 0) {
    return <Nothing icon={IconKey} title={t.account.keysEmpty} text={t.account.keysEmptyText} />;
  }
  return (
    <ul className={classes.keys}>
      {keys.data.items.map((key) => (
        <li key={key.id} className={classes.key}>
          <KeyText apiKey={key} />
          <Tooltip label={t.account.revoke}>
            <ActionIcon color="red" aria-label={t.account.revokeKey(key.name)} onClick={() => askRevoke(key)}>
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </li>
      ))}
    </ul>
  );
}

function KeyText({ apiKey }: { apiKey: ApiKey }) {
  const { t, format } = useI18n();
  const now = useNow();
  const { expiresAt, lastUsedAt } = apiKey;
  const life =
    expiresAt === null
      ? t.account.keyForever
      : Date.parse(expiresAt) <= now
        ? t.account.keyExpired
        : t.account.keyUntil(format.date(expiresAt));
  const use = lastUsedAt === null ? t.account.keyUnused : t.account.keyUsed(format.ago(lastUsedAt, now));
  return (
    <div className={classes.keyText}>
      <Text fw={550} truncate>
        {apiKey.name}{' '}
        <Text span size="xs" c="dimmed" ff="monospace">
          {apiKey.prefix}…
        </Text>
      </Text>
      <Text size="xs" c="dimmed">
        {life} · {use}
      </Text>
    </div>
  );
}
