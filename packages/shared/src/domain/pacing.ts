import { z } from 'zod';
import { nextOpening, type SendingWindow } from './window.ts';

/** Delay between two messages of one number, milliseconds; the actual delay is drawn evenly from this range. */
export const pacing = z
  .object({
    minDelayMs: z.int().min(0).max(86_400_000),
    maxDelayMs: z.int().min(0).max(86_400_000),
  })
  .refine(({ minDelayMs, maxDelayMs }) => minDelayMs <= maxDelayMs, {
    path: ['maxDelayMs'],
    message: 'must not be below minDelayMs',
  });
export type Pacing = z.infer<typeof pacing>;

/** Eight to fifteen seconds: some 310 messages an hour. No rate is safe; this one is humane. */
export const DEFAULT_PACING: Pacing = { minDelayMs: 8_000, maxDelayMs: 15_000 };

export type PacingDecision =
  | { kind: 'go' }
  /** Look again at that time; `why` tells people. */
  | { kind: 'wait'; until: Date; why: 'delay' | 'window' }
  /** Its window never opens again. */
  | { kind: 'stop'; why: 'window' };

/**
 * May this number send its next message now?
 *
 * @param nextAllowedAt drawn with the last message and stored with its intent, so a restart neither bursts nor forgets
 */
export function decide(input: {
  now: Date;
  nextAllowedAt: Date | null;
  window: SendingWindow | null;
}): PacingDecision {
  const { now, nextAllowedAt, window } = input;
  if (nextAllowedAt !== null && nextAllowedAt > now)
    return { kind: 'wait', until: nextAllowedAt, why: 'delay' };
  if (window === null) return { kind: 'go' };
  const opening = nextOpening(window, now);
  if (opening === null) return { kind: 'stop', why: 'window' };
  return opening > now ? { kind: 'wait', until: opening, why: 'window' } : { kind: 'go' };
}

/** @param random from 0 (included) to 1 (excluded) */
export function drawDelayMs(range: Pacing, random: number): number {
  return Math.round(range.minDelayMs + random * (range.maxDelayMs - range.minDelayMs));
}

/** When `remaining` messages will have left, windows not counted; null when none remain. */
export function estimateFinish(input: { now: Date; remaining: number; pacing: Pacing }): Date | null {
  if (input.remaining <= 0) return null;
  const average = (input.pacing.minDelayMs + input.pacing.maxDelayMs) / 2;
  return new Date(input.now.getTime() + Math.ceil(input.remaining * average));
}
