import { Group } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconPlugConnectedX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTRPC } from '../api/trpc.ts';
import { useViewport } from '../app/preferences.ts';
import { ToneIcon } from '../components/ToneMark.tsx';
import { useI18n } from '../i18n/I18n.tsx';
import { maskedPhone } from '../i18n/phone.ts';
import { useNeeds } from '../features/home/useNeeds.ts';
import { shownStatus } from '../features/whatsapp/shown-status.ts';
import { whatsAppTone } from '../theme/tones.ts';
import { useConnection, useRatePerHour } from './live.ts';
import { ProgressFeed } from './ProgressFeed.tsx';
import classes from './Window.module.css';
import { useMe } from './useMe.ts';

/** Most blasts that are followed at once for the rate. */
const FOLLOWED = 5;

/** Number, running blasts, quota and what needs somebody, always in sight. */
export function StatusBar() {
  const me = useMe();
  const { t } = useI18n();
  return (
    <footer className={classes.status} aria-label={t.shell.statusBar}>
      {me.role === 'USER' ? <TenantStatus /> : <span>{me.email}</span>}
      <ConnectionNotice />
    </footer>
  );
}

function TenantStatus() {
  const me = useMe();
  const trpc = useTRPC();
  const { t, format } = useI18n();
  const viewport = useViewport();
  const words = t.shell.statusbar;
  const running =
    useQuery(trpc.blasts.list.queryOptions({ status: 'RUNNING', limit: FOLLOWED })).data?.items ?? [];
  const ids = running.map((blast) => blast.id);
  const rate = useRatePerHour(ids);
  const needs = useNeeds();
  const { phoneNumber } = me.whatsapp;
  const status = shownStatus(me.whatsapp);
  const subscription = me.subscription;

  return (
    <>
      {ids.map((id) => (
        <ProgressFeed key={id} blastId={id} />
      ))}
      <Link to="/whatsapp" className={classes.statusItem} data-testid="status-number">
        <ToneIcon tone={whatsAppTone(status)} size={12} />
        {status === 'CONNECTED' && phoneNumber !== null
          ? words.connectedAs(maskedPhone(phoneNumber))
          : t.status.whatsapp[status]}
      </Link>
      {(running.length > 0 || viewport !== 'phone') && (
        <Link
          to="/blasts"
          search={{ state: 'RUNNING' }}
          className={classes.statusItem}
          data-testid="status-running"
        >
          {running.length === 0 ? (
            words.noneRunning
          ) : (
            <>
              <ToneIcon tone="running" size={12} />
              {words.running(format.number(running.length))}
              {rate > 0 && ` · ${words.rate(format.number(rate))}`}
            </>
          )}
        </Link>
      )}
      {viewport !== 'phone' && (
        <Link to="/subscription" className={classes.statusItem}>
          {subscription === null
            ? words.noQuota
            : words.quota(
                format.number(Math.max(0, subscription.quota - subscription.used)),
                format.number(subscription.quota),
              )}
        </Link>
      )}
      <Link
        to="/"
        className={classes.statusItem}
        aria-label={needs.length === 0 ? words.noAlerts : words.alerts(format.number(needs.length))}
      >
        {needs.length === 0 ? (
          <IconCircleCheck size={13} aria-hidden />
        ) : (
          <IconAlertTriangle size={13} className={classes.alert} aria-hidden />
        )}
        {viewport === 'phone'
          ? format.number(needs.length)
          : needs.length === 0
            ? words.noAlerts
            : words.alerts(format.number(needs.length))}
      </Link>
    </>
  );
}

function ConnectionNotice() {
  const connection = useConnection();
  const { t } = useI18n();
  return (
    <Group ml="auto" gap={4} wrap="nowrap" role="status" className={classes.lost}>
      {connection === 'lost' && (
        <>
          <IconPlugConnectedX size={13} aria-hidden />
          {t.shell.statusbar.connectionLost}
        </>
      )}
    </Group>
  );
}
