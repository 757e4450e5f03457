import { Group, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../../../api/trpc.ts';
import { Trouble } from '../../../components/states.tsx';
import { ToneBadge, ToneIcon } from '../../../components/ToneMark.tsx';
import { useI18n } from '../../../i18n/I18n.tsx';
import { auditDetails } from '../audit-details.ts';
import { TenantLink } from '../TenantLink.tsx';
import type { AlertView } from '../views.ts';
import { When } from '../When.tsx';
import classes from './home.module.css';

const REFRESH_MS = 10_000;
const SHOWN = 10;

/** What an operator should look at now. */
export function Alerts() {
  const { t } = useI18n();
  const trpc = useTRPC();
  const alerts = useQuery({
    ...trpc.admin.alerts.queryOptions({ state: 'open', limit: SHOWN }),
    refetchInterval: REFRESH_MS,
  });
  if (alerts.data === undefined) {
    return alerts.isError ? (
      <Trouble title={t.common.listFailed} error={alerts.error} onRetry={() => void alerts.refetch()} />
    ) : (
      <Skeleton height={20} width={260} />
    );
  }
  if (alerts.data.items.length === 0) {
    return (
      <Group gap={8} wrap="nowrap">
        <ToneIcon tone="done" size={16} />
        <Text size="sm">{t.admin.alertsNone}</Text>
      </Group>
    );
  }
  return (
    <ul className={classes.list}>
      {alerts.data.items.map((alert) => (
        <AlertRow key={alert.id} alert={alert} />
      ))}
    </ul>
  );
}

function AlertRow({ alert }: { alert: AlertView }) {
  const { t, format } = useI18n();
  const details = auditDetails({ event: alert, format, words: t.admin });
  return (
    <li className={classes.line}>
      <div className={classes.grow}>
        <Text size="sm" fw={550}>
          {alert.kind}
          {alert.tenant !== null && (
            <>
              {' · '}
              <TenantLink tenant={alert.tenant} nobody="" />
            </>
          )}
        </Text>
        {details !== '' && <Text size="sm">{details}</Text>}
        <Text size="xs" c="dimmed" component="div">
          <When at={alert.lastSeenAt} />
          {alert.count > 1 && ` · ${t.admin.alertTimes(format.number(alert.count))}`}
        </Text>
      </div>
      <ToneBadge tone={alert.severity === 'info' ? 'waiting' : 'trouble'}>
        {t.admin.severities[alert.severity] ?? alert.severity}
      </ToneBadge>
    </li>
  );
}
