import { describe, expect, it } from 'vitest';
import { addMonths, isLegalPrice, nextPeriod } from './subscription.ts';

/** Noon in Jakarta. */
const noon = (day: string): Date => new Date(`${day}T05:00:00Z`);

describe('a paid period', () => {
  it('ends on the same day of a later month in Jakarta, or on that month’s last', () => {
    const anchor = noon('2027-01-31');
    expect(addMonths({ anchor, months: 1 })).toEqual(noon('2027-02-28'));
    expect(addMonths({ anchor, months: 2 })).toEqual(noon('2027-03-31'));
    expect(addMonths({ anchor, months: 12 })).toEqual(noon('2028-01-31'));
    expect(addMonths({ anchor: noon('2028-02-29'), months: 12 })).toEqual(noon('2029-02-28'));
  });

  it('counts days in Jakarta, where it is already the next day at 17.00 UTC', () => {
    // 1 March 00.30 WIB, which is still February in UTC.
    const anchor = new Date('2027-02-28T17:30:00Z');
    expect(addMonths({ anchor, months: 1 })).toEqual(new Date('2027-03-31T17:30:00Z'));
  });

  it('begins when the running one ends, and keeps the day of the first one', () => {
    const first = nextPeriod({ last: null, months: 1, now: noon('2027-01-31') });
    const second = nextPeriod({
      last: { ...first.chain, months: 1, endDate: first.endDate },
      months: 1,
      now: noon('2027-02-10'),
    });
    expect(second.startDate).toEqual(noon('2027-02-28'));
    expect(second.endDate).toEqual(noon('2027-03-31'));
  });

  it('begins now when the last one has ended, even this very moment', () => {
    const now = noon('2027-05-05');
    const period = nextPeriod({
      last: { anchor: noon('2027-04-05'), months: 1, endDate: now },
      months: 1,
      now,
    });
    expect(period).toEqual({
      startDate: now,
      endDate: noon('2027-06-05'),
      chain: { anchor: now, months: 0 },
    });
  });
});

describe('a price', () => {
  it('is nothing, or at least what every payment method takes', () => {
    expect([0, 1, 9_999, 10_000, 10_001].map(isLegalPrice)).toEqual([true, false, false, true, true]);
  });
});
