import type { BlastStatus, ImportStatus, MessageStatus, PauseReason, WhatsAppStatus } from '@siar/shared';

/** What a colour may mean. There is no sixth. */
export type Tone = 'running' | 'waiting' | 'done' | 'trouble' | 'stopped';

const MESSAGE: Readonly<Record<MessageStatus, Tone>> = {
  PENDING: 'waiting',
  SENDING: 'running',
  SENT: 'done',
  DELIVERED: 'done',
  READ: 'done',
  FAILED: 'trouble',
  UNKNOWN: 'trouble',
  SKIPPED: 'stopped',
  CANCELED: 'stopped',
};

const BLAST: Readonly<Record<BlastStatus, Tone>> = {
  DRAFT: 'stopped',
  SCHEDULED: 'waiting',
  RUNNING: 'running',
  PAUSED: 'stopped',
  COMPLETED: 'done',
  CANCELED: 'stopped',
  FAILED: 'trouble',
};

/** A pause that ends by itself waits; one that a person chose is a stop; the rest needs somebody. */
const PAUSE: Readonly<Record<PauseReason, Tone>> = {
  USER: 'stopped',
  WINDOW: 'waiting',
  CAP: 'waiting',
  QUOTA: 'trouble',
  RESTRICTION: 'trouble',
  ERROR_STREAK: 'trouble',
  DISCONNECTED: 'trouble',
  DEACTIVATED: 'trouble',
  SUBSCRIPTION: 'trouble',
  SPAM: 'trouble',
  MISSED_SCHEDULE: 'trouble',
};

const WHATSAPP: Readonly<Record<WhatsAppStatus, Tone>> = {
  DISCONNECTED: 'stopped',
  STARTING: 'running',
  QR: 'waiting',
  PAIRING: 'waiting',
  AUTHENTICATED: 'running',
  CONNECTED: 'done',
  RECONNECTING: 'running',
  LOGGED_OUT: 'stopped',
  PASSKEY_REQUIRED: 'trouble',
  RESTRICTED: 'trouble',
  BANNED: 'trouble',
  FAILED: 'trouble',
};

const IMPORT: Readonly<Record<ImportStatus, Tone>> = {
  WAITING: 'waiting',
  RUNNING: 'running',
  COMPLETED: 'done',
  CANCELED: 'stopped',
  FAILED: 'trouble',
};

export const messageTone = (status: MessageStatus): Tone => MESSAGE[status];
export const whatsAppTone = (status: WhatsAppStatus): Tone => WHATSAPP[status];
export const importTone = (status: ImportStatus): Tone => IMPORT[status];

export function blastTone(blast: { status: BlastStatus; pauseReason: PauseReason | null }): Tone {
  return blast.status === 'PAUSED' && blast.pauseReason !== null
    ? PAUSE[blast.pauseReason]
    : BLAST[blast.status];
}
