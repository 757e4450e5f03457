import { z } from 'zod';

const id = z.string().min(1).max(64);

/** Small facts for the activity feed: ids, counts, codes. Never message bodies or full numbers. */
const details = z.record(
  z.string().max(64),
  z.union([z.string().max(500), z.number(), z.boolean(), z.null()]),
);

/**
 * Everything that one process tells another. An event says that something changed and where to look, so it may
 * get lost or come twice without harm: who hears it reads the row.
 */
export const siarEvent = z.discriminatedUnion('type', [
  /** The number's state or QR changed. */
  z.object({ type: z.literal('whatsapp.status'), userId: id, sessionId: id }),
  /** Somebody wants something of the number's host. `wake`: there is new work in the lane. */
  z.object({
    type: z.literal('whatsapp.control'),
    sessionId: id,
    action: z.enum(['wake', 'connect', 'disconnect', 'logout', 'recheck']),
  }),
  /** The blast's counters or status changed; `rev` grows with each change. */
  z.object({
    type: z.literal('blast.progress'),
    userId: id,
    blastId: id,
    rev: z.number().int().nonnegative(),
  }),
  /** The blast was launched, paused, resumed or canceled: its lane looks again before the next message. */
  z.object({ type: z.literal('blast.control'), sessionId: id, blastId: id }),
  z.object({ type: z.literal('import.progress'), userId: id, importId: id }),
  /** One line of the tenant's activity feed. `at`: ISO 8601 in UTC. */
  z.object({
    type: z.literal('activity'),
    userId: id,
    kind: z.string().min(1).max(64),
    at: z.iso.datetime(),
    details,
  }),
  /** Log him out everywhere, pause his blasts, disconnect his number. */
  z.object({ type: z.literal('user.deactivated'), userId: id }),
  /** Some of the user's login sessions ended: open connections check theirs again. */
  z.object({ type: z.literal('login.revoked'), userId: id }),
]);

export type SiarEvent = z.infer<typeof siarEvent>;
export type EventType = SiarEvent['type'];
export type EventOf<Type extends EventType> = Extract<SiarEvent, { type: Type }>;
