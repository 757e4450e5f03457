import { Select, Stack, Text } from '@mantine/core';
import { IconBrandWhatsapp } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { whatsAppStatus } from '@siar/shared';
import { useTRPC } from '../../api/trpc.ts';
import { Page, Section } from '../../components/Page.tsx';
import { Nothing } from '../../components/states.tsx';
import { ToneBadge } from '../../components/ToneMark.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import { whatsAppTone } from '../../theme/tones.ts';
import { shownMasked } from './masked.ts';
import { Records } from './records/Records.tsx';
import type { Column } from './records/RecordTable.tsx';
import { TenantLink } from './TenantLink.tsx';
import type { NumberView } from './views.ts';
import { When } from './When.tsx';

const REFRESH_MS = 10_000;
const MEGABYTE = 1024 * 1024;

/** Every linked number as an admin may see it: state, where it runs, when it last answered; never a text. */
export function NumbersPage() {
  const { t } = useI18n();
  const trpc = useTRPC();
  const navigate = useNavigate({ from: '/admin/numbers' });
  const { status } = useSearch({ from: '/app/admin/numbers' });
  const columns = useColumns();
  const numbers = useInfiniteQuery({
    ...trpc.admin.whatsAppSessions.infiniteQueryOptions(
      { limit: 100, ...(status === undefined ? {} : { status }) },
      { getNextPageParam: (page) => page.nextCursor },
    ),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
  return (
    <Page title={t.admin.numbers} width="full">
      <Stack gap="md">
        <Select
          size="sm"
          w={230}
          aria-label={t.admin.filterStatus}
          allowDeselect={false}
          value={status ?? ''}
          data={[
            { value: '', label: t.admin.allStatuses },
            ...whatsAppStatus.options.map((value) => ({ value, label: t.status.whatsapp[value] })),
          ]}
          onChange={(value) => {
            const chosen = whatsAppStatus.safeParse(value).data;
            void navigate({ search: chosen === undefined ? {} : { status: chosen }, replace: true });
          }}
        />
        <Section>
          <Records
            query={numbers}
            label={t.admin.numbersTable}
            columns={columns}
            keyOf={(number) => number.id}
            empty={
              status === undefined ? (
                <Nothing
                  icon={IconBrandWhatsapp}
                  title={t.admin.numbersEmpty}
                  text={t.admin.numbersEmptyText}
                />
              ) : (
                <Nothing icon={IconBrandWhatsapp} title={t.admin.numbersNone} />
              )
            }
          />
        </Section>
        <Text size="sm" c="dimmed">
          {t.admin.numbersNote}
        </Text>
      </Stack>
    </Page>
  );
}

function useColumns(): Column<NumberView>[] {
  const { t, format } = useI18n();
  return [
    {
      id: 'tenant',
      header: t.admin.tenant,
      render: (number) => <TenantLink tenant={number.tenant} nobody="–" />,
    },
    {
      id: 'number',
      header: t.admin.number,
      render: (number) => (
        <span style={{ whiteSpace: 'nowrap' }}>
          {number.phoneNumber === null ? t.admin.noNumber : shownMasked(number.phoneNumber)}
        </span>
      ),
    },
    { id: 'status', header: t.common.status, render: (number) => <NumberStatus number={number} /> },
    {
      id: 'lastAck',
      header: t.admin.lastAck,
      render: (number) => <When at={number.lastAckAt} never={t.admin.never} />,
    },
    {
      id: 'lastConnected',
      header: t.admin.lastConnected,
      render: (number) => <When at={number.lastConnectedAt} never={t.admin.never} />,
    },
    {
      id: 'host',
      header: t.admin.host,
      render: (number) =>
        number.host ?? (
          <Text span size="sm" c="dimmed">
            {t.admin.nowhere}
          </Text>
        ),
    },
    {
      id: 'memory',
      header: t.admin.memory,
      align: 'end',
      render: (number) =>
        number.memoryBytes === null
          ? '–'
          : `${format.number(Math.round(number.memoryBytes / MEGABYTE))}\u00a0MB`,
    },
  ];
}

function NumberStatus({ number }: { number: NumberView }) {
  const { t } = useI18n();
  const { status, reason, wanted } = number;
  return (
    <>
      <ToneBadge tone={whatsAppTone(status)}>{t.status.whatsapp[status]}</ToneBadge>
      <Text size="xs" c="dimmed" mt={2}>
        {wanted ? t.admin.wanted : t.admin.notWanted}
        {reason !== null && ` · ${t.whatsapp.reasons[reason] ?? reason}`}
      </Text>
    </>
  );
}
