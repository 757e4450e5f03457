import { isWithinWindow, nextOpening } from '@siar/shared';
import { type BlastFeed, createBlastFeed } from './blast-feed.ts';
import type { LaneBlast, LaneReads, PendingMessage } from './lane-reads.ts';

/** A recipient whose turn it is. */
export interface Turn {
  blast: LaneBlast;
  message: PendingMessage;
  /** When the row was read, milliseconds since the epoch. */
  readAt: number;
}

/** What one number has to send: its tenant's running blasts, each in turn. */
export interface LaneBacklog {
  /** Reads which blasts run. What is new begins, what no longer runs is forgotten. */
  refresh(): Promise<void>;
  /** The next turn, which stays the next until it is taken; or when there may be one (null: when somebody says so). */
  next(now: number): Promise<Turn | { dueAt: number | null }>;
  /** The turn is over; another blast's is next. */
  take(turn: Turn): void;
  /** The taken turn comes again. `nextAttemptAt` null: at once, as if it had not been tried. */
  tryAgain(turn: Turn, nextAttemptAt: number | null): void;
  /** Rows of this blast may have become pending again: they are read anew. */
  rewind(which: { id: string } | { serial: number }): void;
  isEmpty(): boolean;
}

interface Entry {
  blast: LaneBlast;
  feed: BlastFeed;
}

export function createLaneBacklog({ userId, reads }: { userId: string; reads: LaneReads }): LaneBacklog {
  let entries: Entry[] = [];

  return {
    async refresh() {
      const running = await reads.runningBlasts(userId);
      const known = new Map(entries.map((entry) => [entry.blast.serial, entry]));
      // In the order of turns so far; what is new comes last.
      const before = new Map(entries.map((entry, index) => [entry.blast.serial, index]));
      entries = running
        .map((blast) => ({
          blast,
          feed: known.get(blast.serial)?.feed ?? createBlastFeed({ blastSerial: blast.serial, reads }),
        }))
        .sort((one, other) => placeOf(one) - placeOf(other));
      // Still something pending, but not what this feed has seen: it was made pending behind it.
      for (const { feed } of entries) if (feed.isSpent()) feed.rewind();
      function placeOf({ blast }: Entry): number {
        return before.get(blast.serial) ?? Number.MAX_SAFE_INTEGER;
      }
    },

    async next(now) {
      let dueAt: number | null = null;
      for (const { blast, feed } of entries) {
        // A blast outside its window does not hold up another that may go.
        const isOpen = blast.window === null || isWithinWindow(blast.window, now);
        const ahead = isOpen ? await feed.peek(now) : { dueAt: openingOf(blast, now) };
        if ('message' in ahead) return { blast, ...ahead };
        if (ahead.dueAt !== null) dueAt = Math.min(dueAt ?? Infinity, ahead.dueAt);
      }
      return { dueAt };
    },

    take({ blast, message }) {
      const index = entries.findIndex((entry) => entry.blast.serial === blast.serial);
      const [entry] = index < 0 ? [] : entries.splice(index, 1);
      if (entry === undefined) return;
      entry.feed.take(message);
      entries.push(entry);
    },

    tryAgain({ blast, message }, nextAttemptAt) {
      const entry = entries.find((one) => one.blast.serial === blast.serial);
      const attempts = nextAttemptAt === null ? message.attempts : message.attempts + 1;
      entry?.feed.tryAgain({ ...message, attempts, nextAttemptAt });
    },

    rewind(which) {
      for (const { blast, feed } of entries) {
        if ('id' in which ? blast.id === which.id : blast.serial === which.serial) feed.rewind();
      }
    },

    isEmpty: () => entries.length === 0,
  };
}

function openingOf({ window }: LaneBlast, now: number): number | null {
  return window === null ? null : nextOpening(window, now);
}
