import { DEFAULT_PACE, type Pace } from '@siar/shared';

export type PaceName = 'calm' | 'normal' | 'brisk' | 'custom';

/** The paces that have a name. Milliseconds between two messages, drawn at random between the two. */
export const PACES: Readonly<Record<Exclude<PaceName, 'custom'>, Pace>> = {
  calm: { minDelayMs: 30_000, maxDelayMs: 60_000 },
  normal: DEFAULT_PACE,
  brisk: { minDelayMs: 4_000, maxDelayMs: 8_000 },
};

/** How long so many messages take at the mean of the delays. The first one leaves at once. */
export const durationOf = (recipients: number, { minDelayMs, maxDelayMs }: Pace): number =>
  Math.max(0, recipients - 1) * ((minDelayMs + maxDelayMs) / 2);
