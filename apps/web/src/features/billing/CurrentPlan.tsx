import { Group, Progress, Skeleton, Stack, Text } from '@mantine/core';
import { IconCreditCard } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Subscription } from '../../api/router.ts';
import { useTRPC } from '../../api/trpc.ts';
import { useNow } from '../../app/useNow.ts';
import { Nothing, Trouble } from '../../components/states.tsx';
import { ToneBadge, ToneIcon } from '../../components/ToneMark.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import { planState } from './plan-state.ts';

/** The period that runs now: how much of it is left, in messages and in days. */
export function CurrentPlan() {
  const { t } = useI18n();
  const trpc = useTRPC();
  const query = useQuery(trpc.billing.subscription.queryOptions());
  if (query.isError) return <Trouble error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) {
    return (
      <Stack gap="sm" role="status" aria-busy aria-label={t.common.loading}>
        <Skeleton height={22} width={140} />
        <Skeleton height={10} />
        <Skeleton height={12} width={200} />
      </Stack>
    );
  }
  if (query.data === null) {
    return <Nothing icon={IconCreditCard} title={t.billing.noneTitle} text={t.billing.noneText} />;
  }
  return <Plan subscription={query.data} />;
}

function Plan({ subscription }: { subscription: Subscription }) {
  const { t, format } = useI18n();
  const now = useNow();
  const { left, share, daysLeft, tone, warning } = planState({ subscription, now });
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="xs">
        <Text fw={650} fz="1.25rem">
          {subscription.packageName}
        </Text>
        <ToneBadge tone={tone}>
          {daysLeft === 0 ? t.billing.endsToday : t.billing.daysLeft(format.number(daysLeft))}
        </ToneBadge>
      </Group>
      <div>
        <Group justify="space-between" gap="xs" mb={6}>
          <Text size="sm">{t.billing.quota}</Text>
          <Text size="sm" fw={550}>
            {t.billing.quotaLeft(format.number(left), format.number(subscription.quota))}
          </Text>
        </Group>
        <Progress.Root size="md">
          <Progress.Section
            value={share * 100}
            color={tone === 'trouble' ? 'var(--siar-trouble)' : 'violet'}
            aria-label={t.billing.quota}
            aria-valuetext={t.billing.quotaUsed(format.number(subscription.used))}
          />
        </Progress.Root>
        <Text size="xs" c="dimmed" mt={4}>
          {t.billing.quotaUsed(format.number(subscription.used))} ({format.percent(share)})
        </Text>
      </div>
      <Text size="sm" c="dimmed">
        {t.billing.since(format.date(subscription.startDate))}
        {' · '}
        {t.billing.until(format.dateTime(subscription.endDate, now))}
      </Text>
      {warning !== null && (
        <Group gap={6} wrap="nowrap" align="flex-start" role="status">
          <ToneIcon tone="trouble" />
          <Text size="sm">{t.billing[warning]}</Text>
        </Group>
      )}
    </Stack>
  );
}
