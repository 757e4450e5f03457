import { SegmentedControl, Stack, Text } from '@mantine/core';
import { IconCalendarStats, IconDownload } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Summary } from '../../api/router.ts';
import { useTRPC } from '../../api/trpc.ts';
import { useTell } from '../../api/useTell.tsx';
import { ActionButtons } from '../../app/actions/ActionButtons.tsx';
import { useActions } from '../../app/actions/registry.ts';
import type { GroupBy, Range } from '../../app/search.ts';
import { useNow } from '../../app/useNow.ts';
import { Page, Section } from '../../components/Page.tsx';
import { Nothing, PageComing, Trouble } from '../../components/states.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import { useMe } from '../../shell/useMe.ts';
import { MessagesChart } from './MessagesChart.tsx';
import { triedOf } from './outcome.ts';
import { reportCsv } from './report-csv.ts';
import { firstDay, naturalGroup } from './report-range.ts';
import { ReportTable } from './ReportTable.tsx';
import classes from './reports.module.css';
import { saveFile } from './save-file.ts';
import { Totals } from './Totals.tsx';
import { usePeriodName } from './usePeriodName.ts';

/** What left and what became of it, by day, week or month. */
export function ReportsPage() {
  const { t } = useI18n();
  const tell = useTell();
  const { range = '30', by = naturalGroup(range) } = useSearch({ from: '/app/tenant/reports' });
  const summary = useSummary({ range, by });

  const hasFigures = summary.data !== undefined && triedOf(summary.data.totals) > 0;
  const download = {
    id: 'reports.download',
    label: t.reports.download,
    icon: IconDownload,
    disabled: hasFigures ? undefined : t.reports.emptyTitle,
    run: () => {
      if (summary.data === undefined) return;
      const text = reportCsv({ summary: summary.data, words: t.reports });
      const [first, last] = [summary.data.items.at(0)?.period, summary.data.items.at(-1)?.period];
      saveFile({ name: `${t.reports.fileName}-${first ?? ''}-${last ?? ''}.csv`, type: 'text/csv', text });
      tell.done(t.reports.downloaded);
    },
  };
  useActions('here', [download]);

  return (
    <Page
      title={t.reports.title}
      width="full"
      tools={<ActionButtons label={t.reports.title} actions={[download]} />}
    >
      <Stack gap="md">
        <Choices range={range} by={by} />
        {summary.isPending ? (
          <PageComing />
        ) : summary.isError ? (
          <Trouble error={summary.error} onRetry={() => void summary.refetch()} />
        ) : (
          <Figures summary={summary.data} by={by} />
        )}
      </Stack>
    </Page>
  );
}

function useSummary({ range, by }: { range: Range; by: GroupBy }) {
  const trpc = useTRPC();
  const { timeZone } = useMe();
  const from = firstDay({ range, now: useNow(), timeZone });
  return useQuery({
    ...trpc.reports.summary.queryOptions({ from, groupBy: by }),
    placeholderData: keepPreviousData,
  });
}

function Choices({ range, by }: { range: Range; by: GroupBy }) {
  const { t } = useI18n();
  const navigate = useNavigate({ from: '/reports' });
  return (
    <div className={classes.choices}>
      <SegmentedControl
        aria-label={t.reports.range}
        size="xs"
        value={range}
        // Another range begins with the grouping that suits it.
        onChange={(next) => void navigate({ search: { range: next }, replace: true })}
        data={[
          { value: '7', label: t.reports.last7 },
          { value: '30', label: t.reports.last30 },
          { value: '90', label: t.reports.last90 },
          { value: '365', label: t.reports.last365 },
        ]}
      />
      <SegmentedControl
        aria-label={t.reports.groupBy}
        size="xs"
        value={by}
        onChange={(next) => void navigate({ search: { range, by: next }, replace: true })}
        data={[
          { value: 'day', label: t.reports.day },
          { value: 'week', label: t.reports.week },
          { value: 'month', label: t.reports.month },
        ]}
      />
    </div>
  );
}

function Figures({ summary, by }: { summary: Summary; by: GroupBy }) {
  const { t } = useI18n();
  const nameOf = usePeriodName(by);
  if (triedOf(summary.totals) === 0) {
    return (
      <Section>
        <Nothing icon={IconCalendarStats} title={t.reports.emptyTitle} text={t.reports.emptyText} />
      </Section>
    );
  }
  return (
    <>
      <Totals totals={summary.totals} />
      <Section title={t.reports.chart}>
        <MessagesChart
          label={t.reports.chartLabel}
          items={summary.items.map((item) => ({ ...item, label: nameOf(item.period, 'short') }))}
        />
      </Section>
      <Section title={t.reports.table}>
        <ReportTable summary={summary} nameOf={(period) => nameOf(period, 'long')} />
        <Text size="sm" c="dimmed" mt="sm">
          {t.reports.note}
        </Text>
      </Section>
    </>
  );
}
