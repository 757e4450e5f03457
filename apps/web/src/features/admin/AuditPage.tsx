import { Button, Select, Stack, Text } from '@mantine/core';
import { IconHistory, IconX } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTRPC } from '../../api/trpc.ts';
import { useNow } from '../../app/useNow.ts';
import { Page, Section } from '../../components/Page.tsx';
import { Nothing } from '../../components/states.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import { auditDetails } from './audit-details.ts';
import { Records } from './records/Records.tsx';
import type { Column } from './records/RecordTable.tsx';
import classes from './records/records.module.css';
import { TenantLink } from './TenantLink.tsx';
import type { AuditEvent } from './views.ts';

/** How Node writes an IPv4 address that came in through an IPv6 socket. */
const IPV4_IN_IPV6 = /^::ffff:/;

/** Who did what, newest first; of everybody, or of one person or action. */
export function AuditPage() {
  const { t } = useI18n();
  const trpc = useTRPC();
  const { user, action } = useSearch({ from: '/app/admin/audit' });
  const columns = useColumns();
  const events = useInfiniteQuery({
    ...trpc.admin.audit.infiniteQueryOptions(
      {
        limit: 50,
        ...(user === undefined ? {} : { userId: user }),
        ...(action === undefined ? {} : { action }),
      },
      { getNextPageParam: (page) => page.nextCursor },
    ),
    placeholderData: keepPreviousData,
  });
  const isFiltered = user !== undefined || action !== undefined;
  return (
    <Page title={t.admin.audit} width="full">
      <Stack gap="md">
        <Filters />
        <Section>
          <Records
            query={events}
            label={t.admin.auditTable}
            columns={columns}
            keyOf={(event) => event.id}
            empty={
              isFiltered ? (
                <Nothing icon={IconHistory} title={t.admin.auditNone} />
              ) : (
                <Nothing icon={IconHistory} title={t.admin.auditEmpty} text={t.admin.auditEmptyText} />
              )
            }
          />
        </Section>
      </Stack>
    </Page>
  );
}

function Filters() {
  const { t } = useI18n();
  const navigate = useNavigate({ from: '/admin/audit' });
  const { user, action } = useSearch({ from: '/app/admin/audit' });
  const known = Object.entries(t.admin.actions).map(([value, label]) => ({ value, label }));
  // A shared link may name an action that this version has no words for.
  const options =
    action === undefined || action in t.admin.actions ? known : [...known, { value: action, label: action }];
  return (
    <div className={classes.filters}>
      <Select
        size="sm"
        w={270}
        maw="100%"
        aria-label={t.admin.filterAction}
        allowDeselect={false}
        searchable
        nothingFoundMessage={t.common.noResults}
        value={action ?? ''}
        data={[{ value: '', label: t.admin.allActions }, ...options]}
        onChange={(value) =>
          void navigate({
            search: {
              ...(user === undefined ? {} : { user }),
              ...(value === null || value === '' ? {} : { action: value }),
            },
            replace: true,
          })
        }
      />
      {user !== undefined && (
        <Button
          size="sm"
          variant="default"
          rightSection={<IconX size={14} aria-hidden />}
          onClick={() => void navigate({ search: action === undefined ? {} : { action } })}
        >
          <PersonName userId={user} />
        </Button>
      )}
    </div>
  );
}

/** Someone who was deleted still has his entries, but no name any more. */
function PersonName({ userId }: { userId: string }) {
  const { t } = useI18n();
  const trpc = useTRPC();
  const person = useQuery(trpc.users.get.queryOptions({ id: userId }));
  return person.data === undefined ? t.admin.auditOfOne : t.admin.auditOf(person.data.name);
}

function useColumns(): Column<AuditEvent>[] {
  const { t, format } = useI18n();
  const now = useNow();
  return [
    {
      id: 'action',
      header: t.admin.action,
      render: (event) => t.admin.actions[event.action] ?? event.action,
    },
    {
      id: 'at',
      header: t.admin.at,
      render: (event) => (
        <time dateTime={event.at} style={{ whiteSpace: 'nowrap' }}>
          {format.dateTime(event.at, now)}
        </time>
      ),
    },
    {
      id: 'actor',
      header: t.admin.actor,
      render: (event) => <TenantLink tenant={event.actor} nobody={t.admin.system} />,
    },
    {
      id: 'tenant',
      header: t.admin.subject,
      render: (event) =>
        event.tenant !== null && event.tenant.id === event.actor?.id ? (
          '–'
        ) : (
          <TenantLink tenant={event.tenant} nobody="–" />
        ),
    },
    {
      id: 'details',
      header: t.admin.details,
      render: (event) => (
        <Text span size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {auditDetails({ event, format, words: t.admin }) || '–'}
        </Text>
      ),
    },
    {
      id: 'address',
      header: t.admin.address,
      render: (event) => event.address?.replace(IPV4_IN_IPV6, '') ?? '–',
    },
  ];
}
