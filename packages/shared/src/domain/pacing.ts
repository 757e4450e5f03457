import type { PauseReason } from './statuses.ts';
import { isWithinWindow, nextOpening, type SendingWindow } from './pacing-window.ts';

/** Bounds of the random pause after each message, in milliseconds. */
export interface Pace {
  minDelayMs: number;
  maxDelayMs: number;
}

/** About five messages a minute: what a diligent person does by hand. */
export const DEFAULT_PACE: Pace = { minDelayMs: 8_000, maxDelayMs: 15_000 };

/** A blast slower than this would look stuck. */
export const MAX_DELAY_MS = 24 * 60 * 60_000;

/** What is known of the number and the blast whose turn it is. Instants are milliseconds since the epoch. */
export interface PacingFacts {
  now: number;
  /** Stored with the last intent: before this nothing leaves, whatever has restarted since. */
  nextAllowedAt: number | null;
  /** WhatsApp asked for patience, or the line was just lost. */
  holdUntil: number | null;
  pace: Pace;
  window: SendingWindow | null;
  /** 0 ≤ x < 1, drawn anew for each call. */
  random: number;
}

export type PacingDecision =
  /** Send now; `nextAllowedAt` is to be stored with the intent. */
  | { kind: 'go'; nextAllowedAt: number; delayMs: number }
  /** Nothing leaves before `until`. */
  | { kind: 'wait'; until: number; reason: 'pace' | 'hold' | 'window' }
  /** Nothing leaves until somebody does something. */
  | { kind: 'stop'; reason: PauseReason };

/**
 * May a message leave now? The pause after it is drawn before it leaves, so that a crash between the two neither
 * bursts nor forgets. Caps and warm-up join the list of rules here: each may answer wait or stop, and the last
 * word has the one that waits longest.
 */
export function nextSend(facts: PacingFacts): PacingDecision {
  const { now, nextAllowedAt, holdUntil, window } = facts;
  if (window !== null && !isWithinWindow(window, now)) {
    const opening = nextOpening(window, now);
    if (opening === null) return { kind: 'stop', reason: 'WINDOW' };
    return { kind: 'wait', until: opening, reason: 'window' };
  }
  if (holdUntil !== null && holdUntil > now) return { kind: 'wait', until: holdUntil, reason: 'hold' };
  if (nextAllowedAt !== null && nextAllowedAt > now) {
    return { kind: 'wait', until: nextAllowedAt, reason: 'pace' };
  }
  const delayMs = drawDelay(facts.pace, facts.random);
  return { kind: 'go', nextAllowedAt: now + delayMs, delayMs };
}

/** Evenly between both bounds, each included. */
export function drawDelay({ minDelayMs, maxDelayMs }: Pace, random: number): number {
  return minDelayMs + Math.floor(random * (maxDelayMs - minDelayMs + 1));
}
