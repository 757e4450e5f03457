import { z } from 'zod';

/** The period that a tenant is in. `used`: messages that left since it began. Times are ISO 8601. */
export const subscriptionView = z.object({
  id: z.uuid(),
  packageId: z.uuid(),
  packageName: z.string(),
  quota: z.int(),
  used: z.int(),
  startDate: z.string(),
  endDate: z.string(),
});
export type SubscriptionView = z.infer<typeof subscriptionView>;

/** Cheapest price that every payment method takes; 0 is for trials and gifts only. Whole rupiah. */
export const PRICE_FLOOR_RUPIAH = 10_000;

export const isLegalPrice = (priceRupiah: number): boolean =>
  priceRupiah === 0 || priceRupiah >= PRICE_FLOOR_RUPIAH;

/** Western Indonesian Time has had no summer time since 1964. */
const JAKARTA_OFFSET_MS = 7 * 60 * 60 * 1000;

/**
 * The same day and time of day in Jakarta, `months` later; a day that the month lacks becomes its last.
 * Always counted from the first day of a chain of periods: 31 Jan → 28 Feb → 31 Mar, without drift.
 */
export function addMonths(input: { anchor: Date; months: number }): Date {
  const local = new Date(input.anchor.getTime() + JAKARTA_OFFSET_MS);
  const month = local.getUTCMonth() + input.months;
  const lastDay = new Date(Date.UTC(local.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const result = new Date(local);
  result.setUTCFullYear(local.getUTCFullYear(), month, Math.min(local.getUTCDate(), lastDay));
  return new Date(result.getTime() - JAKARTA_OFFSET_MS);
}

/** Where a chain of periods stands: `months` of it are spoken for, counted from `anchor`. */
export interface PeriodChain {
  anchor: Date;
  months: number;
}

/** The next period: after the last one while that still runs, from now on otherwise. */
export function nextPeriod(input: {
  last: (PeriodChain & { endDate: Date }) | null;
  months: number;
  now: Date;
}): {
  startDate: Date;
  endDate: Date;
  /** The chain before this period; store it with the period. */
  chain: PeriodChain;
} {
  const { last, months, now } = input;
  const follows = last !== null && last.endDate > now;
  const chain = follows ? { anchor: last.anchor, months: last.months } : { anchor: now, months: 0 };
  return {
    startDate: follows ? last.endDate : now,
    endDate: addMonths({ anchor: chain.anchor, months: chain.months + months }),
    chain,
  };
}
