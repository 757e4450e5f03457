import { SimpleGrid, Skeleton, Text } from '@mantine/core';
import { IconPackage } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import type { Package } from '../../api/router.ts';
import { useTRPC } from '../../api/trpc.ts';
import { Nothing, Trouble } from '../../components/states.tsx';
import { ToneBadge } from '../../components/ToneMark.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import classes from './billing.module.css';

const COLUMNS = { base: 1, xs: 2, md: 3 };

/** What can be had, with its price. There is no button while there is nothing to press it for. */
export function Offers({ currentId }: { currentId: string | undefined }) {
  const { t } = useI18n();
  const trpc = useTRPC();
  const packages = useQuery(trpc.billing.packages.queryOptions());
  if (packages.isPending) {
    return (
      <SimpleGrid cols={COLUMNS} role="status" aria-busy aria-label={t.common.loading}>
        <Skeleton height={150} />
        <Skeleton height={150} />
        <Skeleton height={150} />
      </SimpleGrid>
    );
  }
  if (packages.isError) {
    return (
      <Trouble title={t.common.listFailed} error={packages.error} onRetry={() => void packages.refetch()} />
    );
  }
  if (packages.data.items.length === 0) {
    return <Nothing icon={IconPackage} title={t.billing.packagesEmpty} text={t.billing.packagesEmptyText} />;
  }
  return (
    <SimpleGrid cols={COLUMNS} component="ul" className={classes.offers}>
      {packages.data.items.map((offer) => (
        <Offer key={offer.id} offer={offer} isCurrent={offer.id === currentId} />
      ))}
    </SimpleGrid>
  );
}

function Offer({ offer, isCurrent }: { offer: Package; isCurrent: boolean }) {
  const { t, format } = useI18n();
  const isFree = offer.priceRupiah === 0;
  return (
    <li className={clsx(classes.offer, isCurrent && classes.currentOffer)}>
      <div className={classes.offerHead}>
        <Text fw={600}>{offer.name}</Text>
        {isCurrent ? (
          <ToneBadge tone="done">{t.billing.current}</ToneBadge>
        ) : (
          offer.isTrial && <ToneBadge tone="waiting">{t.billing.trial}</ToneBadge>
        )}
      </div>
      <div>
        <Text span fw={650} fz="1.375rem">
          {isFree ? t.billing.free : format.money(offer.priceRupiah)}
        </Text>{' '}
        <Text span size="sm" c="dimmed">
          {offer.months === 1 ? t.billing.perMonth : t.billing.perMonths(format.number(offer.months))}
        </Text>
      </div>
      <Text size="sm">
        {t.billing.messages(format.number(offer.quota))}
        {!isFree && (
          <Text span size="xs" c="dimmed">
            {' · '}
            {t.billing.perMessage(format.money(Math.round(offer.priceRupiah / offer.quota)))}
          </Text>
        )}
      </Text>
      {offer.description !== '' && (
        <Text size="sm" c="dimmed">
          {offer.description}
        </Text>
      )}
    </li>
  );
}
