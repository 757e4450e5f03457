import { Anchor, Group, Text } from '@mantine/core';
import { IconCalendarStats } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTRPC } from '../../api/trpc.ts';
import { useNow } from '../../app/useNow.ts';
import { Section } from '../../components/Page.tsx';
import { Nothing, RowsComing, Trouble } from '../../components/states.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import { useMe } from '../../shell/useMe.ts';
import { MessagesChart } from '../reports/MessagesChart.tsx';
import { triedOf } from '../reports/outcome.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const DAYS = 7;

/** What went out in the last seven days. */
export function ThisWeek() {
  const { t, format } = useI18n();
  const trpc = useTRPC();
  const { timeZone } = useMe();
  const now = useNow(60_000);
  // The tenant's own calendar day, as the server wants it.
  const from = new Intl.DateTimeFormat('en-CA', { timeZone }).format(now - (DAYS - 1) * DAY_MS);
  const week = useQuery(trpc.reports.summary.queryOptions({ from, groupBy: 'day' }));
  return (
    <Section
      title={t.home.week}
      tools={
        <Anchor component={Link} to="/reports" size="sm">
          {t.home.toReports}
        </Anchor>
      }
    >
      {content()}
    </Section>
  );

  function content() {
    if (week.isPending) return <RowsComing rows={3} />;
    if (week.isError) return <Trouble error={week.error} onRetry={() => void week.refetch()} />;
    const { items, totals } = week.data;
    const tried = triedOf(totals);
    if (tried === 0) return <Nothing icon={IconCalendarStats} title={t.home.weekEmpty} />;
    return (
      <>
        <Group gap="lg" mb="sm">
          {(
            [
              ['sent', totals.sent],
              ['delivered', totals.delivered],
              ['read', totals.read],
              ['failed', totals.failed],
            ] as const
          ).map(([name, value]) => (
            <div key={name}>
              <Text size="xs" c="dimmed">
                {t.home[name]}
              </Text>
              <Text fz={20} fw={650} className="tabular">
                {format.number(value)}
              </Text>
            </div>
          ))}
        </Group>
        <MessagesChart
          label={t.home.chartLabel(format.number(tried))}
          items={items.map((item) => ({ ...item, label: format.day(item.period, 'short') }))}
        />
      </>
    );
  }
}
