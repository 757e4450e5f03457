import type { LaneReads, PendingMessage } from './lane-reads.ts';

/** How many recipients are read ahead. */
const READ_AHEAD = 200;

/** The recipients of one blast in order, read a few hundred at a time, and those to be tried again. */
export interface BlastFeed {
  /**
   * The next recipient whose time has come, which stays first until it is taken; or when the earliest retry is due
   * (milliseconds since the epoch), null when nothing is left that this feed knows of.
   */
  peek(now: number): Promise<{ message: PendingMessage; readAt: number } | { dueAt: number | null }>;
  /** The peeked one has had its turn. */
  take(message: PendingMessage): void;
  /** It is to be tried (again) at its `nextAttemptAt`. */
  tryAgain(message: PendingMessage): void;
  /** Everything that this feed knows of has had its turn. */
  isSpent(): boolean;
  /** Rows may have become PENDING behind it: reads from the beginning again. */
  rewind(): void;
}

export function createBlastFeed({
  blastSerial,
  reads,
}: {
  blastSerial: number;
  reads: LaneReads;
}): BlastFeed {
  let buffer: PendingMessage[] = [];
  let position = 0;
  let cursor = 0;
  let readAt = 0;
  let isExhausted = false;
  const retries = new Map<number, PendingMessage>();

  async function refill(now: number): Promise<void> {
    const rows = await reads.pending({ blastSerial, afterSeq: cursor, limit: READ_AHEAD });
    isExhausted = rows.length < READ_AHEAD;
    cursor = rows.at(-1)?.seq ?? cursor;
    readAt = now;
    position = 0;
    buffer = rows.filter((row) => !isLater(row, now));
    for (const row of rows) if (isLater(row, now)) retries.set(row.seq, row);
  }

  function earliestRetry(): PendingMessage | undefined {
    let earliest: PendingMessage | undefined;
    for (const row of retries.values()) {
      if (earliest === undefined || (row.nextAttemptAt ?? 0) < (earliest.nextAttemptAt ?? 0)) earliest = row;
    }
    return earliest;
  }

  return {
    async peek(now) {
      // Those to be tried again go first: they have waited longest.
      const retry = retries.size === 0 ? undefined : earliestRetry();
      if (retry !== undefined && !isLater(retry, now)) return { message: retry, readAt: 0 };
      while (position >= buffer.length && !isExhausted) await refill(now);
      const message = buffer[position];
      if (message !== undefined) return { message, readAt };
      return { dueAt: earliestRetry()?.nextAttemptAt ?? null };
    },
    take(message) {
      if (retries.delete(message.seq)) return;
      if (buffer[position] === message) position += 1;
    },
    tryAgain(message) {
      retries.set(message.seq, message);
    },
    isSpent: () => isExhausted && position >= buffer.length && retries.size === 0,
    rewind() {
      buffer = [];
      position = 0;
      cursor = 0;
      isExhausted = false;
      retries.clear();
    },
  };
}

function isLater(message: PendingMessage, now: number): boolean {
  return message.nextAttemptAt !== null && message.nextAttemptAt > now;
}
