import type { BlastCounts, MessageStatus } from '@siar/shared';

/** Everything that has been decided: what is neither waiting nor on its way. */
export const settled = (counts: BlastCounts): number =>
  counts.sent +
  counts.delivered +
  counts.read +
  counts.failed +
  counts.unknown +
  counts.skipped +
  counts.canceled;

/** WhatsApp took it, whatever came after. */
export const left = (counts: BlastCounts): number => counts.sent + counts.delivered + counts.read;

export const share = (part: number, total: number): number => (total === 0 ? 0 : part / total);

/** In the order in which a message passes through them. */
export const SHOWN_STATUSES: readonly MessageStatus[] = [
  'PENDING',
  'SENDING',
  'SENT',
  'DELIVERED',
  'READ',
  'FAILED',
  'UNKNOWN',
  'SKIPPED',
  'CANCELED',
];

export const countOf = (counts: BlastCounts, status: MessageStatus): number =>
  counts[status.toLowerCase() as Lowercase<MessageStatus>];

/**
 * As people read them: who has read it also got it, and what arrived was also sent. (The counts themselves are
 * disjoint: a message stands in that of its present status.)
 */
export const figuresOf = (counts: BlastCounts): { status: MessageStatus; value: number }[] =>
  SHOWN_STATUSES.map((status) => {
    if (status === 'SENT') return { status, value: left(counts) };
    if (status === 'DELIVERED') return { status, value: counts.delivered + counts.read };
    return { status, value: countOf(counts, status) };
  });

/** Nothing more will move by itself, late receipts aside. */
export const hasEnded = (status: string): boolean => ['COMPLETED', 'CANCELED', 'FAILED'].includes(status);
