import type { GroupBy } from '../../app/search.ts';
import { useI18n } from '../../i18n/I18n.tsx';

/** What a period is called: short under a chart, long in a table. */
export function usePeriodName(by: GroupBy) {
  const { t, format, locale } = useI18n();
  const dayMonth = new Intl.DateTimeFormat(locale === 'id' ? 'id-ID' : 'en-GB', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
  });
  return (period: string, style: 'short' | 'long'): string => {
    if (by === 'month') return format.month(period);
    if (style === 'short') return dayMonth.format(new Date(`${period}T00:00:00Z`));
    const day = format.day(period, 'long');
    return by === 'week' ? t.reports.weekOf(day) : day;
  };
}
