import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTRPC } from '../../../api/trpc.ts';
import { useNow } from '../../../app/useNow.ts';
import { RowsComing, Trouble } from '../../../components/states.tsx';
import { useI18n } from '../../../i18n/I18n.tsx';
import { auditDetails } from '../audit-details.ts';
import type { AuditEvent } from '../views.ts';
import classes from './users.module.css';

const SHOWN = 8;

/** The last things that he did or that were done to his account; packages granted stand here too. */
export function UserEvents({ userId }: { userId: string }) {
  const { t } = useI18n();
  const trpc = useTRPC();
  const events = useQuery(trpc.admin.audit.queryOptions({ userId, limit: SHOWN }));
  if (events.isPending) return <RowsComing rows={4} />;
  if (events.isError) {
    return <Trouble title={t.common.listFailed} error={events.error} onRetry={() => void events.refetch()} />;
  }
  if (events.data.items.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t.admin.auditEmpty}
      </Text>
    );
  }
  return (
    <>
      <ul className={classes.events}>
        {events.data.items.map((event) => (
          <EventRow key={event.id} event={event} userId={userId} />
        ))}
      </ul>
      <Anchor
        size="sm"
        renderRoot={(props) => <Link to="/admin/audit" search={{ user: userId }} {...props} />}
      >
        {t.admin.activityAll}
      </Anchor>
    </>
  );
}

function EventRow({ event, userId }: { event: AuditEvent; userId: string }) {
  const { t, format } = useI18n();
  const now = useNow();
  const details = auditDetails({ event, format, words: t.admin });
  const by = event.actor === null ? t.admin.system : event.actor.id === userId ? null : event.actor.name;
  return (
    <li className={classes.event}>
      <Text size="sm">{t.admin.actions[event.action] ?? event.action}</Text>
      {details !== '' && (
        <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
          {details}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {format.dateTime(event.at, now)}
        {by !== null && ` · ${by}`}
      </Text>
    </li>
  );
}
