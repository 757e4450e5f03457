import type { BlastCounts, MessageStatus } from './statuses.ts';

/** The count that a message of this status stands in. */
export const COUNT_OF = {
  PENDING: 'pending',
  SENDING: 'sending',
  SENT: 'sent',
  DELIVERED: 'delivered',
  READ: 'read',
  FAILED: 'failed',
  UNKNOWN: 'unknown',
  SKIPPED: 'skipped',
  CANCELED: 'canceled',
} as const satisfies Record<MessageStatus, keyof BlastCounts>;

/** Those that have had their turn: nothing more leaves for them by itself. */
export function settledCount(counts: BlastCounts): number {
  const { sent, delivered, read, failed, unknown } = counts;
  return sent + delivered + read + failed + unknown;
}
