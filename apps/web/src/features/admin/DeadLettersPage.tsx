import { reasonText } from '@siar/shared';
import { SegmentedControl, Stack, Text } from '@mantine/core';
import { IconTrashX } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTRPC } from '../../api/trpc.ts';
import { useNow } from '../../app/useNow.ts';
import { Page, Section } from '../../components/Page.tsx';
import { Nothing } from '../../components/states.tsx';
import { ToneBadge } from '../../components/ToneMark.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import { messageTone } from '../../theme/tones.ts';
import { shownMasked } from './masked.ts';
import { Records } from './records/Records.tsx';
import type { Column } from './records/RecordTable.tsx';
import { TenantLink } from './TenantLink.tsx';
import type { DeadLetter } from './views.ts';

/** Background jobs and messages whose tries are used up. For reading: what to do about them comes later. */
export function DeadLettersPage() {
  const { t } = useI18n();
  const trpc = useTRPC();
  const navigate = useNavigate({ from: '/admin/dead-letters' });
  const { kind } = useSearch({ from: '/app/admin/dead-letters' });
  const columns = useColumns();
  const letters = useInfiniteQuery({
    ...trpc.admin.deadLetters.infiniteQueryOptions(
      { limit: 50, ...(kind === undefined ? {} : { kind }) },
      { getNextPageParam: (page) => page.nextCursor },
    ),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t.admin.deadLetters} width="full">
      <Stack gap="md" align="stretch">
        <div>
          <SegmentedControl
            size="xs"
            aria-label={t.admin.filterKind}
            value={kind ?? 'all'}
            onChange={(value) =>
              void navigate({
                search: value === 'job' || value === 'message' ? { kind: value } : {},
                replace: true,
              })
            }
            data={[
              { value: 'all', label: t.admin.allKinds },
              { value: 'job', label: t.admin.kinds.job },
              { value: 'message', label: t.admin.kinds.message },
            ]}
          />
        </div>
        <Section>
          <Records
            query={letters}
            label={t.admin.deadLettersTable}
            columns={columns}
            keyOf={(letter) => letter.id}
            empty={
              <Nothing
                icon={IconTrashX}
                title={t.admin.deadLettersEmptyTitle}
                text={t.admin.deadLettersEmptyText}
              />
            }
          />
        </Section>
        <Text size="sm" c="dimmed">
          {t.admin.deadLettersNote}
        </Text>
      </Stack>
    </Page>
  );
}

function useColumns(): Column<DeadLetter>[] {
  const { t, format } = useI18n();
  const now = useNow();
  return [
    { id: 'what', header: t.admin.what, render: (letter) => <What letter={letter} /> },
    {
      id: 'at',
      header: t.admin.at,
      render: (letter) => (
        <time dateTime={letter.at} style={{ whiteSpace: 'nowrap' }}>
          {format.dateTime(letter.at, now)}
        </time>
      ),
    },
    {
      id: 'tenant',
      header: t.admin.tenant,
      render: (letter) => <TenantLink tenant={letter.tenant} nobody={t.admin.system} />,
    },
    { id: 'why', header: t.admin.why, render: (letter) => <Why letter={letter} /> },
    {
      id: 'attempts',
      header: t.admin.attempts,
      align: 'end',
      render: (letter) => format.number(letter.attempts),
    },
  ];
}

function What({ letter }: { letter: DeadLetter }) {
  const { t } = useI18n();
  if (letter.kind === 'job') {
    return (
      <>
        <Text span size="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
          {letter.name}
        </Text>
        <Text size="xs" c="dimmed">
          {t.admin.kinds.job} · {letter.queue}
          {letter.resolvedAt !== null && ` · ${t.admin.resolved}`}
        </Text>
      </>
    );
  }
  return (
    <>
      <ToneBadge tone={messageTone(letter.status)}>{t.status.message[letter.status]}</ToneBadge>
      <Text size="xs" c="dimmed" mt={2} style={{ whiteSpace: 'nowrap' }}>
        {t.admin.kinds.message} {t.admin.toPhone(shownMasked(letter.phoneNumber))}
      </Text>
    </>
  );
}

function Why({ letter }: { letter: DeadLetter }) {
  const { locale } = useI18n();
  if (letter.kind === 'job') {
    return (
      <Text span size="sm" lineClamp={3} style={{ overflowWrap: 'anywhere' }}>
        {letter.error}
      </Text>
    );
  }
  return reasonText(letter.reasonCode, locale)?.sentence ?? '–';
}
