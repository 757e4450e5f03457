import { z } from 'zod';
import { audience } from './contacts.ts';
import { storableText } from './contacts-text.ts';
import { MAX_DELAY_MS } from './pacing.ts';
import { sendingWindow } from './pacing-window.ts';
import { blastCounts, blastStatus, messageStatus, pauseReason } from './statuses.ts';
import { templateBody } from './template.ts';

export const blastName = z
  .string()
  .max(200)
  .transform((name) => storableText(name).trim())
  .pipe(z.string().min(1));

/** Bounds of the random pause after each message, in milliseconds. The platform sets the least. */
export const blastPacing = z
  .object({ minDelayMs: z.int().min(0).max(MAX_DELAY_MS), maxDelayMs: z.int().min(0).max(MAX_DELAY_MS) })
  .refine(({ minDelayMs, maxDelayMs }) => minDelayMs <= maxDelayMs, {
    path: ['maxDelayMs'],
    error: 'must not be less than minDelayMs',
  });

const moment = z.iso.datetime({ offset: true });

/** What a blast is made of. */
export const blastContent = z.object({
  name: blastName,
  message: templateBody,
  templateId: z.uuid().optional(),
  audience,
  pacing: blastPacing.optional(),
  window: sendingWindow.optional(),
});
export type BlastContent = z.infer<typeof blastContent>;

/** `launch` sends at once, or at `scheduledAt` when there is one; `launch: false`, or neither, leaves a draft. */
export const newBlast = blastContent.extend({
  scheduledAt: moment.optional(),
  launch: z.boolean().optional(),
});
export type NewBlast = z.infer<typeof newBlast>;

/** A draft's changes; what is null is taken away. */
export const blastChanges = blastContent.partial().extend({
  templateId: z.uuid().nullable().optional(),
  pacing: blastPacing.nullable().optional(),
  window: sendingWindow.nullable().optional(),
});
export type BlastChanges = z.infer<typeof blastChanges>;

/** A blast as its tenant sees it. Times are ISO 8601. */
export const blast = z.object({
  id: z.uuid(),
  name: z.string(),
  message: z.string(),
  templateId: z.uuid().nullable(),
  status: blastStatus,
  /** Why it is PAUSED. */
  pauseReason: pauseReason.nullable(),
  /** Why nothing leaves although it is RUNNING: the number is not connected, or the window is shut. */
  waitReason: pauseReason.nullable(),
  totalRecipients: z.int(),
  counts: blastCounts,
  /** Lists of blasts leave `numbers` out; `numberCount` tells how many there are. */
  audience: audience.extend({ numberCount: z.int() }),
  pacing: z.object({ minDelayMs: z.int(), maxDelayMs: z.int() }),
  window: sendingWindow.nullable(),
  ratePerMinute: z.number(),
  estimatedFinishAt: z.string().nullable(),
  scheduledAt: z.string().nullable(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});
export type BlastView = z.infer<typeof blast>;

export const blastProgress = z.object({
  blastId: z.uuid(),
  status: blastStatus,
  pauseReason: pauseReason.nullable(),
  counts: blastCounts,
  ratePerMinute: z.number(),
  estimatedFinishAt: z.string().nullable(),
});
export type BlastProgress = z.infer<typeof blastProgress>;

/** `<blast id>.<seq>`. */
export const blastMessageId = z.string().regex(/^[0-9a-f-]{36}\.\d{1,8}$/);

/** One recipient of a blast. `reason` is a sentence in the caller's language. */
export const blastMessage = z.object({
  id: blastMessageId,
  phoneNumber: z.string(),
  /** As the contact is called today; null when it is none or has no name. */
  name: z.string().nullable(),
  status: messageStatus,
  attempts: z.int(),
  reasonCode: z.string().nullable(),
  reason: z.string().nullable(),
  sentAt: z.string().nullable(),
  deliveredAt: z.string().nullable(),
  readAt: z.string().nullable(),
});
export type BlastMessageView = z.infer<typeof blastMessage>;

/** One message in full. */
export const blastMessageDetail = blastMessage.extend({
  blastId: z.uuid(),
  contactId: z.uuid().nullable(),
  /** The text as this recipient gets it. */
  body: z.string(),
  /** What a person can do about `reason`. */
  remedy: z.string().nullable(),
  nextAttemptAt: z.string().nullable(),
  sendingAt: z.string().nullable(),
});
export type BlastMessageDetail = z.infer<typeof blastMessageDetail>;
