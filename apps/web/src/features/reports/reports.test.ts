import { describe, expect, it } from 'vitest';
import { id } from '../../i18n/id/index.ts';
import { outcomeOf, triedOf } from './outcome.ts';
import { reportCsv } from './report-csv.ts';
import { firstDay, naturalGroup } from './report-range.ts';

const counts = { sent: 10, delivered: 7, read: 4, failed: 2, unknown: 1 };

describe('a period’s messages', () => {
  it('stand in one pile each, and the piles hold all that were tried', () => {
    const piles = outcomeOf(counts);
    expect(piles).toEqual({ read: 4, delivered: 3, sent: 3, failed: 2, unknown: 1 });
    expect(Object.values({ ...piles }).reduce((sum, pile) => sum + pile)).toBe(triedOf(counts));
  });
});

describe('a range of days', () => {
  it('ends today where the tenant lives, not where the browser does', () => {
    // 23.30 UTC on the 22nd is the 23rd in Jakarta.
    const now = Date.parse('2026-11-22T23:30:00Z');
    expect(firstDay({ range: '7', now, timeZone: 'Asia/Jakarta' })).toBe('2026-11-17');
    expect(firstDay({ range: '7', now, timeZone: 'UTC' })).toBe('2026-11-16');
  });

  it('does not slip where clocks change', () => {
    const now = Date.parse('2026-10-27T12:00:00Z');
    expect(firstDay({ range: '30', now, timeZone: 'Europe/Berlin' })).toBe('2026-09-28');
  });

  it('is told by days, weeks or months as it grows', () => {
    expect((['7', '30', '90', '365'] as const).map(naturalGroup)).toEqual(['day', 'day', 'week', 'month']);
  });
});

describe('the report as a file', () => {
  it('holds the table, its sum, and an empty cell where nothing was tried', () => {
    const none = { sent: 0, delivered: 0, read: 0, failed: 0, unknown: 0, successRate: null };
    const summary = {
      items: [
        { period: '2026-11-21', ...none },
        { period: '2026-11-22', ...counts, successRate: 10 / 13 },
      ],
      totals: { ...counts, successRate: 10 / 13 },
    };
    expect(reportCsv({ summary, words: id.reports }).split('\r\n')).toEqual([
      '\ufeffPeriode,Terkirim,Sampai,Dibaca,Gagal,Belum pasti,Berhasil',
      '2026-11-21,0,0,0,0,0,',
      '2026-11-22,10,7,4,2,1,0.7692',
      'Jumlah,10,7,4,2,1,0.7692',
      '',
    ]);
  });
});
