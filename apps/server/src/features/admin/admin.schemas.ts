import { blastStatus, messageStatus, whatsAppStatus } from '@siar/shared';
import { z } from 'zod';
import { tally } from '../reports/reports.service.ts';

/** The tenant a row concerns, as far as an admin sees him; null when he is gone or it is nobody's. */
export const tenantRef = z.object({ id: z.uuid(), name: z.string(), email: z.string() }).nullable();
export type TenantRef = z.infer<typeof tenantRef>;

const count = z.int();

/** Health at a glance. Days are those of the platform (Asia/Jakarta). */
export const stats = z.object({
  users: z.object({ total: count, active: count, deactivated: count, admins: count, newLast7Days: count }),
  whatsapp: z.object({ total: count, connected: count, byStatus: z.partialRecord(whatsAppStatus, count) }),
  blasts: z.object({ running: count, byStatus: z.partialRecord(blastStatus, count) }),
  messages: z.object({
    today: tally,
    last7Days: tally,
    /** Oldest first; `period` is `YYYY-MM-DD`. */
    byDay: z.array(tally.extend({ period: z.string() })),
    /** Why messages failed or are unknown in the last seven days, most frequent first. */
    failures: z.array(z.object({ reasonCode: z.string(), count })),
  }),
  /** Null: the queue does not answer. */
  queues: z.record(z.string(), z.object({ waiting: count, active: count, delayed: count })).nullable(),
  deadLetters: count,
  alerts: count,
});
export type Stats = z.infer<typeof stats>;

/** A linked number's metadata: never credentials, QR codes or texts; the number is masked. Times are ISO 8601. */
export const numberView = z.object({
  id: z.uuid(),
  tenant: tenantRef,
  status: whatsAppStatus,
  reason: z.string().nullable(),
  phoneNumber: z.string().nullable(),
  /** The tenant wants it connected. */
  wanted: z.boolean(),
  host: z.string().nullable(),
  epoch: count,
  linkedAt: z.string().nullable(),
  lastConnectedAt: z.string().nullable(),
  lastDisconnectedAt: z.string().nullable(),
  lastAckAt: z.string().nullable(),
  memoryBytes: z.number().nullable(),
});
export type NumberView = z.infer<typeof numberView>;

export const auditView = z.object({
  id: z.uuid(),
  at: z.string(),
  actor: tenantRef,
  tenant: tenantRef,
  action: z.string(),
  subject: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  address: z.string().nullable(),
});
export type AuditView = z.infer<typeof auditView>;

/** What is exhausted or hopeless: a background job, or a message. Newest first. */
export const deadLetterView = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('job'),
    id: z.uuid(),
    at: z.string(),
    tenant: tenantRef,
    queue: z.string(),
    name: z.string(),
    attempts: count,
    error: z.string(),
    resolvedAt: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('message'),
    /** `<blast id>.<seq>` */
    id: z.string(),
    at: z.string(),
    tenant: tenantRef,
    blastId: z.uuid(),
    phoneNumber: z.string(),
    status: messageStatus,
    attempts: count,
    reasonCode: z.string().nullable(),
  }),
]);
export type DeadLetterView = z.infer<typeof deadLetterView>;

export const alertView = z.object({
  id: z.uuid(),
  kind: z.string(),
  severity: z.string(),
  tenant: tenantRef,
  details: z.record(z.string(), z.unknown()),
  count,
  createdAt: z.string(),
  lastSeenAt: z.string(),
  resolvedAt: z.string().nullable(),
});
export type AlertView = z.infer<typeof alertView>;
