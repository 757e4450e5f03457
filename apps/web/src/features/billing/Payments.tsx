import { Button, Text } from '@mantine/core';
import { IconReceipt } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTRPC } from '../../api/trpc.ts';
import { useNow } from '../../app/useNow.ts';
import { Nothing, RowsComing, Trouble } from '../../components/states.tsx';
import { ToneBadge } from '../../components/ToneMark.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import classes from './billing.module.css';
import { paymentTone, type Payment } from './payment-tone.ts';

/** What was paid and what became of it, newest first. */
export function Payments() {
  const { t } = useI18n();
  const trpc = useTRPC();
  const payments = useInfiniteQuery(
    trpc.billing.payments.infiniteQueryOptions(
      { limit: 20 },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  if (payments.isPending) return <RowsComing rows={3} />;
  if (payments.isError) {
    return (
      <Trouble title={t.common.listFailed} error={payments.error} onRetry={() => void payments.refetch()} />
    );
  }
  const items = payments.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return <Nothing icon={IconReceipt} title={t.billing.paymentsEmpty} text={t.billing.paymentsEmptyText} />;
  }
  return (
    <>
      <ul className={classes.payments}>
        {items.map((payment) => (
          <PaymentRow key={payment.orderId} payment={payment} />
        ))}
      </ul>
      {payments.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          mt="sm"
          loading={payments.isFetchingNextPage}
          onClick={() => void payments.fetchNextPage()}
        >
          {t.common.loadMore}
        </Button>
      )}
    </>
  );
}

function PaymentRow({ payment }: { payment: Payment }) {
  const { t, format } = useI18n();
  const now = useNow();
  return (
    <li className={classes.payment}>
      <div className={classes.paymentWhat}>
        <Text fw={550}>{payment.packageName}</Text>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {t.billing.order} {payment.orderId} · {format.dateTime(payment.createdAt, now)}
          {payment.paidAt !== null && ` · ${t.billing.paidAt(format.dateTime(payment.paidAt, now))}`}
        </Text>
      </div>
      <Text fw={550} className="tabular">
        {format.money(payment.amountRupiah)}
      </Text>
      <ToneBadge tone={paymentTone(payment.status)}>
        {t.billing.paymentStatus[payment.status] ?? payment.status}
      </ToneBadge>
    </li>
  );
}
