import { IconCalendarStats } from '@tabler/icons-react';
import type { Stats } from '../../../api/router.ts';
import { Nothing } from '../../../components/states.tsx';
import { useI18n } from '../../../i18n/I18n.tsx';
import { MessagesChart } from '../../reports/MessagesChart.tsx';
import { triedOf } from '../../reports/outcome.ts';

/** What left in the last seven days, day by day. */
export function Week({ stats }: { stats: Stats }) {
  const { t, format } = useI18n();
  const { byDay, last7Days } = stats.messages;
  const tried = triedOf(last7Days);
  if (tried === 0) return <Nothing icon={IconCalendarStats} title={t.admin.chartEmpty} />;
  return (
    <MessagesChart
      label={t.admin.chartLabel(format.number(tried), format.number(last7Days.failed))}
      items={byDay.map((day) => ({ ...day, label: format.day(day.period, 'short') }))}
    />
  );
}
