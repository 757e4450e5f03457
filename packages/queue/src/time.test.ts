import { describe, expect, it } from 'vitest';
import { backoffMs, within } from './time.ts';

describe('backoff', () => {
  const backoff = { firstMs: 1_000, maxMs: 60_000 };

  it('doubles with each failure up to its maximum', () => {
    const full = (failures: number): number => backoffMs(backoff, failures, () => 0);
    expect([1, 2, 3, 6, 7, 1_000_000].map(full)).toEqual([1_000, 2_000, 4_000, 32_000, 60_000, 60_000]);
  });

  it('is shortened by up to a half at random', () => {
    expect(backoffMs(backoff, 1, () => 0.5)).toBe(750);
    expect(backoffMs(backoff, 1, () => 1)).toBe(500);
  });
});

describe('within', () => {
  it('gives the value, the failure, or the late error', async () => {
    const late = (): Error => new Error('late');
    await expect(within(Promise.resolve(7), 1_000, late)).resolves.toBe(7);
    await expect(within(Promise.reject(new Error('broken')), 1_000, late)).rejects.toThrow('broken');
    await expect(within(new Promise(() => undefined), 1, late)).rejects.toThrow('late');
  });
});
