import { CSV_BYTE_ORDER_MARK, csvRow } from '@siar/shared';
import type { Summary } from '../../api/router.ts';
import type { Dictionary } from '../../i18n/id/index.ts';

/**
 * The table as a file for spreadsheets: periods as `YYYY-MM-DD`, counts as plain numbers, the rate as a share from
 * 0 to 1 with four decimals, so that sheets in any language read them.
 */
export function reportCsv({ summary, words }: { summary: Summary; words: Dictionary['reports'] }): string {
  const head = [
    words.period,
    words.sent,
    words.delivered,
    words.read,
    words.failed,
    words.unknown,
    words.successRate,
  ];
  const line = (name: string, row: Summary['totals']) =>
    csvRow([name, row.sent, row.delivered, row.read, row.failed, row.unknown, rate(row.successRate)]);
  return [
    CSV_BYTE_ORDER_MARK,
    csvRow(head),
    ...summary.items.map((item) => line(item.period, item)),
    line(words.total, summary.totals),
  ].join('');
}

const rate = (share: number | null): number | null =>
  share === null ? null : Math.round(share * 10_000) / 10_000;
