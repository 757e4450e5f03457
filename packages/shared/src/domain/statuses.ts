import { z } from 'zod';

/**
 * PENDING waits for its turn → SENDING: the intent is committed, the engine may have it → SENT: WhatsApp has it
 * → DELIVERED → READ. FAILED: hopeless or exhausted. UNKNOWN: cannot be told whether it left; only a person
 * retries it. SKIPPED: never tried (suppressed, not on WhatsApp, duplicate, invalid). CANCELED with its blast.
 */
export const messageStatus = z.enum([
  'PENDING',
  'SENDING',
  'SENT',
  'DELIVERED',
  'READ',
  'FAILED',
  'UNKNOWN',
  'SKIPPED',
  'CANCELED',
]);
export type MessageStatus = z.infer<typeof messageStatus>;

/**
 * DRAFT is being written; SCHEDULED waits for its time; RUNNING leaves at its pace; PAUSED by whom or what
 * `pauseReason` says; COMPLETED: no message is pending or in flight; CANCELED by a person; FAILED: could not be run.
 */
export const blastStatus = z.enum([
  'DRAFT',
  'SCHEDULED',
  'RUNNING',
  'PAUSED',
  'COMPLETED',
  'CANCELED',
  'FAILED',
]);
export type BlastStatus = z.infer<typeof blastStatus>;

export const pauseReason = z.enum([
  'USER',
  'WINDOW',
  'CAP',
  'QUOTA',
  'RESTRICTION',
  'ERROR_STREAK',
  'DISCONNECTED',
  'DEACTIVATED',
  'SUBSCRIPTION',
  'SPAM',
  'MISSED_SCHEDULE',
]);
export type PauseReason = z.infer<typeof pauseReason>;

/** States of a linked number; docs/whatsapp.md says what each means to a person. */
export const whatsAppStatus = z.enum([
  'DISCONNECTED',
  'STARTING',
  'QR',
  'PAIRING',
  'AUTHENTICATED',
  'CONNECTED',
  'RECONNECTING',
  'LOGGED_OUT',
  'PASSKEY_REQUIRED',
  'RESTRICTED',
  'BANNED',
  'FAILED',
]);
export type WhatsAppStatus = z.infer<typeof whatsAppStatus>;

export const importStatus = z.enum(['WAITING', 'RUNNING', 'COMPLETED', 'CANCELED', 'FAILED']);
export type ImportStatus = z.infer<typeof importStatus>;

export const role = z.enum(['ADMIN', 'USER']);
export type Role = z.infer<typeof role>;

/** Blast counts are disjoint: a message stands in the count of its present status. */
export const blastCounts = z.object({
  pending: z.int(),
  sending: z.int(),
  sent: z.int(),
  delivered: z.int(),
  read: z.int(),
  failed: z.int(),
  unknown: z.int(),
  skipped: z.int(),
  canceled: z.int(),
});
export type BlastCounts = z.infer<typeof blastCounts>;
