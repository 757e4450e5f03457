import type { GroupBy, Range } from '../../app/search.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The first of the last `range` days, today included, as `YYYY-MM-DD` in the tenant's time zone. */
export function firstDay(input: { range: Range; now: number; timeZone: string }): string {
  const { range, now, timeZone } = input;
  const today = new Intl.DateTimeFormat('en-CA', { timeZone }).format(now);
  const first = Date.parse(`${today}T00:00:00Z`) - (Number(range) - 1) * DAY_MS;
  return new Date(first).toISOString().slice(0, 10);
}

/** What a range is best told by, until the reader chooses otherwise. */
export const naturalGroup = (range: Range): GroupBy =>
  range === '365' ? 'month' : range === '90' ? 'week' : 'day';
