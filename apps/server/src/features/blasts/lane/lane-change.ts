import { MESSAGE_MOVES, type MessageReason, type MessageStatus, sourcesOf } from '@siar/shared';

/** Whose change it is: a change of a former holder (an older epoch) changes nothing. */
export interface LaneRef {
  sessionId: string;
  userId: string;
  epoch: number;
}

/** A message by its inner key. */
export interface MessageKey {
  blastSerial: number;
  seq: number;
}

/** One way in which a row may move; of several, the one that fits its present status happens. */
export interface Move {
  from: MessageStatus;
  to: MessageStatus;
  /** Only when the row has been tried this often. */
  ifAttempts?: number;
  attemptsDelta?: number;
  /** Only when an earlier commit of the same change ended without an answer. */
  whenRepeated?: boolean;
}

/** What shall become of one row, at the instant `at` (milliseconds since the epoch). */
export interface Change extends MessageKey {
  moves: readonly Move[];
  at: number;
  reasonCode: MessageReason | null;
  nextAttemptAt: number | null;
  /** Of an intent: when the number may send again. Null where it may at once. */
  nextAllowedAt: number | null;
  /** How long it may wait for company, in milliseconds. */
  lingerMs: number;
}

const plain = { reasonCode: null, nextAttemptAt: null, nextAllowedAt: null } as const;

/** A commit costs the same for one change as for many, so what is in no hurry waits this long, in milliseconds. */
export const UNHURRIED_MS = 20;

/**
 * "I am about to send this": to be committed before the engine is asked. The second move is for a commit whose
 * answer was lost: the row then is SENDING under this very attempt already, and nobody has sent it.
 */
export function intent(
  key: MessageKey,
  input: { at: number; attempts: number; nextAllowedAt: number | null; lingerMs: number },
): Change {
  const { at, attempts, nextAllowedAt, lingerMs } = input;
  const moves: Move[] = [
    { from: 'PENDING', to: 'SENDING', ifAttempts: attempts, attemptsDelta: 1 },
    { from: 'SENDING', to: 'SENDING', ifAttempts: attempts + 1, whenRepeated: true },
  ];
  return { ...key, ...plain, moves, at, nextAllowedAt, lingerMs };
}

/** WhatsApp has it. */
export function sent(key: MessageKey, at: number): Change {
  return { ...key, ...plain, at, lingerMs: UNHURRIED_MS, moves: [{ from: 'SENDING', to: 'SENT' }] };
}

/** How sure it is that nothing left, and what follows: `FAILED`, `SKIPPED` (never deliverable) or `UNKNOWN`. */
export function ended(
  key: MessageKey,
  input: { at: number; to: 'FAILED' | 'SKIPPED' | 'UNKNOWN'; reasonCode: MessageReason },
): Change {
  const { at, to, reasonCode } = input;
  return { ...key, ...plain, at, reasonCode, lingerMs: UNHURRIED_MS, moves: [{ from: 'SENDING', to }] };
}

/** Not tried at all. */
export function skipped(key: MessageKey, input: { at: number; reasonCode: MessageReason }): Change {
  return { ...key, ...plain, ...input, lingerMs: UNHURRIED_MS, moves: [{ from: 'PENDING', to: 'SKIPPED' }] };
}

/** Refused for now: tried again at `nextAttemptAt`, under the id of a new attempt. */
export function retried(
  key: MessageKey,
  input: { at: number; nextAttemptAt: number; reasonCode: MessageReason },
): Change {
  return { ...key, ...plain, ...input, lingerMs: UNHURRIED_MS, moves: [{ from: 'SENDING', to: 'PENDING' }] };
}

/** Surely never left: as if it had not been tried, so that the next try bears the same id again. */
export function takenBack(key: MessageKey, at: number): Change {
  const moves: Move[] = [{ from: 'SENDING', to: 'PENDING', attemptsDelta: -1 }];
  return { ...key, ...plain, at, lingerMs: 0, moves };
}

const RECEIPT = { 1: 'SENT', 2: 'DELIVERED', 3: 'READ' } as const;

/** Receipts come late, twice and out of order: only what is further than the row's status moves it. */
export function receipt(key: MessageKey, input: { at: number; ack: 1 | 2 | 3 }): Change {
  const to = RECEIPT[input.ack];
  const moves = sourcesOf(MESSAGE_MOVES, to).map((from) => ({ from, to }));
  return { ...key, ...plain, at: input.at, lingerMs: UNHURRIED_MS, moves };
}

/** WhatsApp's server said no to a message whose send was not answered. */
export function refusedLate(key: MessageKey, at: number): Change {
  const from = ['SENDING', 'UNKNOWN', 'SENT'] as const;
  const moves = from.map((status) => ({ from: status, to: 'FAILED' as const }));
  return { ...key, ...plain, at, reasonCode: 'refused', lingerMs: UNHURRIED_MS, moves };
}
