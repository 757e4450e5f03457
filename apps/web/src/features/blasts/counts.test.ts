import type { BlastCounts } from '@siar/shared';
import { expect, it } from 'vitest';
import { figuresOf, settled } from './counts.ts';

const counts: BlastCounts = {
  pending: 700,
  sending: 1,
  sent: 140,
  delivered: 282,
  read: 800,
  failed: 12,
  unknown: 1,
  skipped: 4,
  canceled: 0,
};

it('counts as done what is neither waiting nor on its way', () => {
  expect(settled(counts)).toBe(1239);
});

it('shows figures as people read them: who has read it also got it, and what arrived was also sent', () => {
  const figures = Object.fromEntries(figuresOf(counts).map(({ status, value }) => [status, value]));
  expect(figures).toMatchObject({ SENT: 1222, DELIVERED: 1082, READ: 800, FAILED: 12, PENDING: 700 });
});
