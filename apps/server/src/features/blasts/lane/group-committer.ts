import type { Clock } from '../../../platform/clock.ts';
import type { Logger } from '../../../platform/logger.ts';
import { type CommitPool, commitBatch, type TouchedBlast, type Waiting } from './commit-statement.ts';
import { causeOf, type FailureCause } from './commit-failure.ts';
import type { Change, LaneRef } from './lane-change.ts';

/** The number belongs to another worker by now: this lane must stop and can change nothing any more. */
export class LaneFencedError extends Error {
  override readonly name = 'LaneFencedError';
}

/**
 * The one writer of message rows in this process. Lanes hand in changes; whatever waits is committed together. A
 * change that was handed in is kept until PostgreSQL has it, however long that takes: no commit, no next send.
 */
export interface GroupCommitter {
  /**
   * Resolves once committed: `moved`, or `unmoved` when the row was in no state that the change may leave.
   * @throws LaneFencedError when the lane's epoch has passed
   */
  commit(lane: LaneRef, change: Change): Promise<'moved' | 'unmoved'>;
  /** Changes that wait for PostgreSQL. */
  waiting(): number;
  /** Resolves when nothing waits any more. */
  drained(): Promise<void>;
  /** Gives up what still waits; its rows stay as they are, to be reconciled by the next holder. */
  close(): void;
}

export interface GroupCommitterDeps {
  pool: CommitPool;
  clock: Clock;
  logger: Logger;
  /** Told after each commit which blasts it touched. Must not throw. */
  onCommitted(blasts: readonly TouchedBlast[]): void;
}

/** Beyond this a statement gains nothing and holds its locks longer. */
const MAX_BATCH = 1_000;
const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 1_000;

interface Entry extends Waiting {
  dueAt: number;
  resolve(outcome: 'moved' | 'unmoved'): void;
  reject(error: Error): void;
}

export function createGroupCommitter({
  pool,
  clock,
  logger,
  onCommitted,
}: GroupCommitterDeps): GroupCommitter {
  let queue: Entry[] = [];
  let committing = false;
  let closed = false;
  let timer: NodeJS.Timeout | NodeJS.Immediate | undefined;
  let timerDueAt = Infinity;
  let idle: (() => void)[] = [];

  /** Looks again when the most urgent change is due; while a commit is under way its end looks again. */
  function arm(dueAt: number): void {
    if (committing || dueAt >= timerDueAt) return;
    disarm();
    timerDueAt = dueAt;
    const waitMs = dueAt - clock.now().getTime();
    // Immediately still means after this turn of the event loop: lanes woken by one commit share the next one.
    timer = waitMs <= 0 ? setImmediate(flush) : setTimeout(flush, waitMs);
  }

  function disarm(): void {
    if (timer === undefined) return;
    clearTimeout(timer as NodeJS.Timeout);
    clearImmediate(timer as NodeJS.Immediate);
    timer = undefined;
    timerDueAt = Infinity;
  }

  function flush(): void {
    timer = undefined;
    timerDueAt = Infinity;
    if (committing || closed || queue.length === 0) return;
    committing = true;
    void commitUntilDone(takeBatch()).finally(() => {
      committing = false;
      if (queue.length > 0) return arm(Math.min(...queue.map(({ dueAt }) => dueAt)));
      for (const resolve of idle) resolve();
      idle = [];
    });
  }

  /** Everything that waits, oldest first, each message once: a second change of a row comes with the next commit. */
  function takeBatch(): Entry[] {
    const batch: Entry[] = [];
    const rest: Entry[] = [];
    const taken = new Set<number>();
    for (const entry of queue) {
      // Two messages that share a key (beyond 2^53) would only be committed one after the other.
      const key = entry.change.blastSerial * 2 ** 24 + entry.change.seq;
      if (batch.length >= MAX_BATCH || taken.has(key)) {
        rest.push(entry);
        continue;
      }
      taken.add(key);
      batch.push(entry);
    }
    queue = rest;
    return batch;
  }

  async function commitUntilDone(batch: Entry[]): Promise<void> {
    for (let failures = 0; !closed; failures += 1) {
      try {
        return settle(batch, await commitBatch(pool, batch));
      } catch (error) {
        const cause = causeOf(error);
        if (cause === 'passing') {
          // It may have been committed and only the answer lost: see `intent`.
          for (const entry of batch) entry.isRepeated = true;
          if (failures === 0)
            logger.warn({ err: error, waiting: batch.length }, 'the lane cannot commit; it waits');
          await pause(Math.min(FIRST_RETRY_MS * 2 ** Math.min(failures, 10), LONGEST_RETRY_MS));
          continue;
        }
        return isolate(batch, { error, cause });
      }
    }
    giveUp(batch);
  }

  /** One impossible change must not hold up everybody: halves are tried until it stands alone. */
  async function isolate(batch: Entry[], failure: { error: unknown; cause: FailureCause }): Promise<void> {
    const [first] = batch;
    if (first !== undefined && batch.length === 1) {
      const { blastSerial, seq } = first.change;
      logger.error({ err: failure.error, blastSerial, seq }, 'a change that PostgreSQL refuses');
      first.reject(failure.error instanceof Error ? failure.error : new Error(String(failure.error)));
      return;
    }
    const middle = Math.ceil(batch.length / 2);
    await commitUntilDone(batch.slice(0, middle));
    await commitUntilDone(batch.slice(middle));
  }

  function settle(batch: Entry[], committed: Awaited<ReturnType<typeof commitBatch>>): void {
    batch.forEach((entry, index) => {
      if (!committed.held.has(entry.lane)) entry.reject(new LaneFencedError('the number has another holder'));
      else entry.resolve(committed.moved.has(index) ? 'moved' : 'unmoved');
    });
    if (committed.blasts.length > 0) onCommitted(committed.blasts);
  }

  function giveUp(entries: Entry[]): void {
    for (const entry of entries) entry.reject(new LaneFencedError('the committer is closed'));
  }

  return {
    commit(lane, change) {
      if (closed) return Promise.reject(new LaneFencedError('the committer is closed'));
      return new Promise((resolve, reject) => {
        const dueAt = clock.now().getTime() + change.lingerMs;
        queue.push({ lane, change, isRepeated: false, dueAt, resolve, reject });
        arm(dueAt);
      });
    },
    waiting: () => queue.length,
    drained() {
      if (!committing && queue.length === 0) return Promise.resolve();
      return new Promise((resolve) => idle.push(resolve));
    },
    close() {
      closed = true;
      disarm();
      giveUp(queue);
      queue = [];
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
