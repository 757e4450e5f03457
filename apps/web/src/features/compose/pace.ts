/** Delays between two messages, drawn at random between the two. Milliseconds. */
export interface Pacing {
  minDelayMs: number;
  maxDelayMs: number;
}

export type PaceName = 'calm' | 'normal' | 'brisk' | 'custom';

export const PACES: Readonly<Record<Exclude<PaceName, 'custom'>, Pacing>> = {
  calm: { minDelayMs: 30_000, maxDelayMs: 60_000 },
  normal: { minDelayMs: 10_000, maxDelayMs: 25_000 },
  brisk: { minDelayMs: 4_000, maxDelayMs: 8_000 },
};

/** How long so many messages take at the mean of the delays. The first one leaves at once. */
export const durationOf = (recipients: number, { minDelayMs, maxDelayMs }: Pacing): number =>
  Math.max(0, recipients - 1) * ((minDelayMs + maxDelayMs) / 2);
