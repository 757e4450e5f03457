import { Button, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTRPC } from '../../../api/trpc.ts';
import { useNow } from '../../../app/useNow.ts';
import { RowsComing, Trouble } from '../../../components/states.tsx';
import { ToneBadge } from '../../../components/ToneMark.tsx';
import { useI18n } from '../../../i18n/I18n.tsx';
import { paymentTone } from '../../billing/payment-tone.ts';
import classes from './users.module.css';

/** What this person paid, newest first. */
export function UserPayments({ userId }: { userId: string }) {
  const { t, format } = useI18n();
  const now = useNow();
  const trpc = useTRPC();
  const payments = useInfiniteQuery(
    trpc.adminBilling.payments.infiniteQueryOptions(
      { userId, limit: 10 },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  if (payments.isPending) return <RowsComing rows={2} />;
  if (payments.isError) {
    return (
      <Trouble title={t.common.listFailed} error={payments.error} onRetry={() => void payments.refetch()} />
    );
  }
  const items = payments.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t.admin.paymentsEmpty}
      </Text>
    );
  }
  return (
    <>
      <ul className={classes.events}>
        {items.map((payment) => (
          <li key={payment.orderId} className={classes.payment}>
            <div>
              <Text size="sm">
                {payment.packageName} · {format.money(payment.amountRupiah)}
              </Text>
              <Text size="xs" c="dimmed">
                {format.dateTime(payment.createdAt, now)}
              </Text>
            </div>
            <ToneBadge tone={paymentTone(payment.status)}>
              {t.billing.paymentStatus[payment.status] ?? payment.status}
            </ToneBadge>
          </li>
        ))}
      </ul>
      {payments.hasNextPage && (
        <Button
          mt="xs"
          size="xs"
          variant="default"
          loading={payments.isFetchingNextPage}
          onClick={() => void payments.fetchNextPage()}
        >
          {t.common.loadMore}
        </Button>
      )}
    </>
  );
}
