import type { BlastStatus, MessageStatus, WhatsAppStatus } from './statuses.ts';

/**
 * Every legal move of every status: the one table. A status write is a conditional UPDATE that names the states
 * it may leave (`sourcesOf`), so a late or repeated writer changes nothing.
 */
export const MESSAGE_MOVES: Readonly<Record<MessageStatus, readonly MessageStatus[]>> = {
  PENDING: ['SENDING', 'SKIPPED', 'CANCELED', 'FAILED'],
  // Back to PENDING only when the engine is sure that nothing left, or refused it and a retry can cure that.
  SENDING: ['SENT', 'DELIVERED', 'READ', 'FAILED', 'UNKNOWN', 'PENDING', 'SKIPPED'],
  SENT: ['DELIVERED', 'READ', 'FAILED'],
  DELIVERED: ['READ'],
  READ: [],
  FAILED: ['PENDING', 'SENT', 'DELIVERED', 'READ'], // retried by hand, or a late receipt proves it arrived
  UNKNOWN: ['SENT', 'DELIVERED', 'READ', 'FAILED', 'PENDING'], // PENDING: only a person's decision
  SKIPPED: [],
  CANCELED: [],
};

export const BLAST_MOVES: Readonly<Record<BlastStatus, readonly BlastStatus[]>> = {
  DRAFT: ['SCHEDULED', 'RUNNING', 'CANCELED'],
  SCHEDULED: ['RUNNING', 'PAUSED', 'DRAFT', 'CANCELED', 'FAILED'],
  RUNNING: ['PAUSED', 'COMPLETED', 'CANCELED', 'FAILED'],
  PAUSED: ['RUNNING', 'SCHEDULED', 'CANCELED', 'COMPLETED', 'FAILED'],
  COMPLETED: ['RUNNING'], // retry failed
  CANCELED: [],
  FAILED: ['RUNNING', 'CANCELED'],
};

const UNLINKED: readonly WhatsAppStatus[] = ['STARTING', 'DISCONNECTED'];
const ENDINGS: readonly WhatsAppStatus[] = ['DISCONNECTED', 'LOGGED_OUT', 'RESTRICTED', 'BANNED', 'FAILED'];
const INTERRUPTIONS: readonly WhatsAppStatus[] = ['RECONNECTING', ...ENDINGS];

export const WHATSAPP_MOVES: Readonly<Record<WhatsAppStatus, readonly WhatsAppStatus[]>> = {
  DISCONNECTED: ['STARTING'],
  STARTING: ['QR', 'PAIRING', 'AUTHENTICATED', 'CONNECTED', 'PASSKEY_REQUIRED', ...INTERRUPTIONS],
  QR: ['PAIRING', 'AUTHENTICATED', 'CONNECTED', 'PASSKEY_REQUIRED', 'STARTING', ...INTERRUPTIONS],
  PAIRING: ['QR', 'AUTHENTICATED', 'CONNECTED', 'PASSKEY_REQUIRED', 'STARTING', ...INTERRUPTIONS],
  AUTHENTICATED: ['CONNECTED', 'PASSKEY_REQUIRED', 'STARTING', ...INTERRUPTIONS],
  CONNECTED: ['STARTING', ...INTERRUPTIONS],
  RECONNECTING: ['CONNECTED', 'AUTHENTICATED', 'QR', 'PAIRING', 'STARTING', ...ENDINGS],
  LOGGED_OUT: UNLINKED,
  PASSKEY_REQUIRED: ['QR', ...UNLINKED],
  RESTRICTED: ['CONNECTED', 'RECONNECTING', 'LOGGED_OUT', 'BANNED', 'FAILED', ...UNLINKED],
  BANNED: UNLINKED,
  FAILED: UNLINKED,
};

/** May `from` become `to`? */
export function canMove<S extends string>(
  moves: Readonly<Record<S, readonly S[]>>,
  move: { from: S; to: S },
): boolean {
  return moves[move.from].includes(move.to);
}

/** The states that `to` may be reached from: what a conditional UPDATE names. */
export function sourcesOf<S extends string>(moves: Readonly<Record<S, readonly S[]>>, to: S): S[] {
  return (Object.keys(moves) as S[]).filter((from) => moves[from].includes(to));
}
