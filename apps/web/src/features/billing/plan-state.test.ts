import { describe, expect, it } from 'vitest';
import { planState } from './plan-state.ts';

const now = Date.parse('2026-11-22T05:00:00Z');
const inDays = (days: number) => new Date(now + days * 86_400_000).toISOString();
const state = (used: number, days: number) =>
  planState({ subscription: { quota: 100, used, endDate: inDays(days) }, now });

describe('what is left of a plan', () => {
  it('warns from nine tenths of the quota, and says when it is gone', () => {
    expect(state(89, 20).warning).toBeNull();
    expect(state(90, 20).warning).toBe('quotaLow');
    expect(state(99, 20).warning).toBe('quotaLow');
    expect(state(100, 20)).toMatchObject({ warning: 'quotaGone', left: 0, share: 1 });
    expect(state(101, 20)).toMatchObject({ warning: 'quotaGone', left: 0, share: 1 });
  });

  it('warns when fewer than three days are left', () => {
    expect(state(0, 3).warning).toBeNull();
    expect(state(0, 2.99)).toMatchObject({ warning: 'endsSoon', daysLeft: 2 });
    expect(state(0, 0.5).daysLeft).toBe(0);
  });
});
