import type { WhatsAppStatus } from '@siar/shared';

/** Nothing runs for the number: connecting begins anew. */
export const OFF_STATES = [
  'DISCONNECTED',
  'LOGGED_OUT',
  'PASSKEY_REQUIRED',
  'BANNED',
  'FAILED',
] as const satisfies readonly WhatsAppStatus[];

/** Somebody holds the number, or should. */
export const LIVE_STATES = [
  'STARTING',
  'QR',
  'PAIRING',
  'AUTHENTICATED',
  'CONNECTED',
  'RECONNECTING',
  'RESTRICTED',
] as const satisfies readonly WhatsAppStatus[];

/**
 * Stands in `reasonCode` from the moment at which the person asks to be unlinked until that is done: a wish that
 * outlives events that get lost and workers that die.
 */
export const LOGOUT_WISH = 'logout_requested';
