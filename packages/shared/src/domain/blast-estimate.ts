import type { Pace } from './pacing.ts';

export interface EstimateFacts {
  /** Milliseconds since the epoch. */
  now: number;
  /** Messages that have not had their turn. */
  remaining: number;
  pace: Pace;
  /** Blasts that share the number's turns, this one included. */
  sharers: number;
  /** What was seen lately: so many messages in so many milliseconds; null when nothing was. */
  seen: { messages: number; ms: number } | null;
}

export interface Estimate {
  /** Messages of this blast per minute, one decimal. */
  ratePerMinute: number;
  /** Milliseconds since the epoch; null when it cannot be told. */
  finishAt: number | null;
}

/** Shorter than this says little about a rate. */
const TELLING_MS = 10_000;
/** What one send takes beside its pause, in milliseconds: nobody sends endlessly fast. */
const SEND_MS = 300;

/** The rate seen lately, or the one that the pace allows while nothing has been seen. Windows ahead join here. */
export function estimate({ now, remaining, pace, sharers, seen }: EstimateFacts): Estimate {
  const paced = 60_000 / ((pace.minDelayMs + pace.maxDelayMs) / 2 + SEND_MS) / Math.max(1, sharers);
  const observed = seen !== null && seen.ms >= TELLING_MS ? (seen.messages * 60_000) / seen.ms : null;
  const rate = observed ?? paced;
  return {
    ratePerMinute: Math.round(rate * 10) / 10,
    finishAt: rate > 0 ? now + Math.ceil((remaining / rate) * 60_000) : null,
  };
}
