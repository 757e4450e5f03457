import { type MessageReason, retryDelayMs } from '@siar/shared';
import type { RejectReason, SendResult } from '../../../platform/whatsapp/engine.ts';
import { type Change, ended, type MessageKey, retried, sent, takenBack } from './lane-change.ts';

/** What an engine's answer means for the message and for the lane. */
export type SendVerdict =
  /** The row's story goes on with `change`; `nextAttemptAt` when it is tried again. `holdMs`: the number rests. */
  | { kind: 'known'; change: Change; nextAttemptAt: number | null; holdMs: number }
  /** Surely nothing left, through no fault of the message: its turn comes again. */
  | { kind: 'taken-back'; change: Change; holdMs: number }
  /** Ask whether it left. */
  | { kind: 'doubt' }
  /** Left or not: only a person can find out. */
  | { kind: 'unknown'; change: Change };

const REASON_OF = {
  not_registered: 'not_on_whatsapp',
  invalid_recipient: 'invalid_recipient',
  restricted: 'restricted',
  banned: 'banned',
  not_connected: 'not_connected',
  refused: 'refused',
  rate_limited: 'rate_limited',
  media_rejected: 'media_rejected',
} as const satisfies Record<RejectReason, MessageReason>;

/** How long the number rests after such an answer, in milliseconds, whatever its pace. */
const HOLD_MS: Partial<Record<RejectReason, number>> = {
  not_connected: 1_000,
  rate_limited: 60_000,
  restricted: 60_000,
  banned: 60_000,
};

/**
 * @param attempts how often the message has been tried, this time included
 * @param random 0 ≤ x < 1, spreads the retries
 */
export function judgeSend(
  key: MessageKey,
  input: { result: SendResult; at: number; attempts: number; random: number },
): SendVerdict {
  const { result, at, attempts, random } = input;
  switch (result.kind) {
    case 'accepted':
      return { kind: 'known', change: sent(key, at), nextAttemptAt: null, holdMs: 0 };
    case 'unknown':
      // It left under an id that we do not know, so asking for ours would say "absent" and send it twice.
      if (result.reason !== 'id_not_applied') return { kind: 'doubt' };
      return { kind: 'unknown', change: ended(key, { at, to: 'UNKNOWN', reasonCode: 'no_answer' }) };
    case 'rejected':
      break;
  }
  const { reason } = result;
  const reasonCode = REASON_OF[reason];
  const holdMs = HOLD_MS[reason] ?? 0;
  if (reason === 'not_connected' || reason === 'banned') {
    return { kind: 'taken-back', change: takenBack(key, at), holdMs };
  }
  if (reason === 'not_registered' || reason === 'invalid_recipient') {
    const change = ended(key, { at, to: 'SKIPPED', reasonCode });
    return { kind: 'known', change, nextAttemptAt: null, holdMs };
  }
  const delayMs = result.retryable ? retryDelayMs({ attempts, random }) : null;
  if (delayMs === null) {
    const change = ended(key, { at, to: 'FAILED', reasonCode });
    return { kind: 'known', change, nextAttemptAt: null, holdMs };
  }
  const nextAttemptAt = at + delayMs;
  return { kind: 'known', change: retried(key, { at, nextAttemptAt, reasonCode }), nextAttemptAt, holdMs };
}
