import type { Database } from '@siar/db';
import type { BlastStatus, MessageStatus } from '@siar/shared';
import type { Logger } from '../../../platform/logger.ts';
import { COMMIT_SQL } from './commit-sql.ts';

/** The number that writes, with the fencing number of its take-over. */
export interface Writer {
  sessionId: string;
  epoch: number;
}

/** The `SENDING` of one message, committed before the engine is asked. */
export interface Intent extends Writer {
  blastSerial: number;
  seq: number;
  at: Date;
  /** Drawn before the send and stored with the intent: when this number may send again. */
  nextAllowedAt: Date;
}

/** What became of a message: the lane's result, a reconciliation, or a receipt. */
export interface Fact extends Writer {
  blastSerial: number;
  seq: number;
  status: Exclude<MessageStatus, 'SENDING' | 'CANCELED'>;
  reasonCode?: string;
  at: Date;
  /** For PENDING: not before this time. */
  nextAttemptAt?: Date;
  /** For PENDING: the attempt surely never left, so its id is used again. */
  attemptNeverLeft?: boolean;
}

/**
 * `committed`: send it now. `skipped`: its number was suppressed meanwhile. `refused`: the blast does not run any more
 * or the row has moved. `fenced`: the number belongs to another host; stop at once.
 */
export type IntentOutcome = 'committed' | 'skipped' | 'refused' | 'fenced';

/** A blast whose counters changed. */
export interface BlastChange {
  blastId: string;
  userId: string;
  rev: number;
  status: BlastStatus;
}

export interface GroupCommitter {
  /** Resolves after the commit; rejects when the database cannot be reached: then nothing may be sent. */
  intend(intent: Intent): Promise<IntentOutcome>;
  /** Joins the next commit; kept in memory and tried again until it commits. */
  record(fact: Fact): void;
  /** Calls back for each number whose writes were refused because another host has it. */
  onFenced(listener: (sessionId: string) => void): () => void;
  /** Facts that wait for their commit: lanes stop reading ahead when this grows. */
  readonly unflushed: number;
  /** Resolves when everything recorded so far has committed, or after `timeoutMs`. */
  flush(options?: { timeoutMs?: number }): Promise<void>;
}

/** Items per statement: beyond this the gain is small and the locks are held long. */
const MAX_BATCH = 1_000;
const RETRY_MS = 250;

interface WaitingIntent {
  intent: Intent;
  settle(outcome: IntentOutcome): void;
  fail(error: unknown): void;
}

interface CommitRow {
  n: number | null;
  status: MessageStatus | null;
  blast_id: string | null;
  user_id: string | null;
  rev: number | null;
  blast_status: BlastStatus | null;
  session_id: string | null;
}

const keyOf = (item: { blastSerial: number; seq: number }): string =>
  `${String(item.blastSerial)}.${String(item.seq)}`;

/** How far a fact goes: of two for one row the further one stands. */
const REACH: Record<Fact['status'], number> = {
  PENDING: 0,
  UNKNOWN: 1,
  FAILED: 2,
  SKIPPED: 2,
  SENT: 3,
  DELIVERED: 4,
  READ: 5,
};

/**
 * Merges intents, results and receipts of all lanes of this process into one statement at a time: while one commits,
 * the next gathers. One per process.
 */
export function createGroupCommitter(input: {
  db: Pick<Database, 'pool'>;
  logger: Logger;
  onBlastsChanged: (changes: BlastChange[]) => void;
}): GroupCommitter {
  const { db, logger } = input;
  let intents: WaitingIntent[] = [];
  const facts = new Map<string, Fact>();
  const fencedListeners = new Set<(sessionId: string) => void>();
  let idle: Promise<void> | undefined;

  function kick(): void {
    idle ??= new Promise<void>((resolve) => setImmediate(resolve)).then(run).finally(() => {
      idle = undefined;
      if (intents.length > 0 || facts.size > 0) kick();
    });
  }

  async function run(): Promise<void> {
    while (intents.length > 0 || facts.size > 0) {
      const waiting = intents.slice(0, MAX_BATCH);
      intents = intents.slice(waiting.length);
      const batch = [...facts.values()].slice(0, MAX_BATCH);
      for (const fact of batch) facts.delete(keyOf(fact));
      try {
        settle(waiting, await commit(waiting, batch));
      } catch (error) {
        logger.warn({ err: error, facts: batch.length }, 'a group commit failed; results are kept');
        for (const { fail } of waiting) fail(error);
        for (const fact of batch) keep(fact);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  async function commit(waiting: readonly WaitingIntent[], batch: readonly Fact[]): Promise<CommitRow[]> {
    const all = [
      ...waiting.map(({ intent }) => ({
        ...intent,
        status: 'SENDING',
        reasonCode: null,
        nextAttemptAt: null,
        attemptChange: 1,
      })),
      ...batch.map((fact) => ({
        ...fact,
        reasonCode: fact.reasonCode ?? null,
        nextAttemptAt: fact.nextAttemptAt ?? null,
        nextAllowedAt: null,
        attemptChange: fact.attemptNeverLeft === true ? -1 : 0,
      })),
    ];
    const result = await db.pool.query<CommitRow>({
      name: 'lane-commit',
      text: COMMIT_SQL,
      values: [
        all.map((item) => item.sessionId),
        all.map((item) => item.epoch),
        all.map((item) => item.blastSerial),
        all.map((item) => item.seq),
        all.map((item) => item.status),
        all.map((item) => item.reasonCode),
        all.map((item) => item.at),
        all.map((item) => item.nextAttemptAt),
        all.map((item) => item.nextAllowedAt),
        all.map((item) => item.attemptChange),
      ],
    });
    return result.rows;
  }

  function settle(waiting: readonly WaitingIntent[], rows: readonly CommitRow[]): void {
    const fenced = new Set(rows.flatMap((row) => row.session_id ?? []));
    const moved = new Map(rows.flatMap((row) => (row.n === null ? [] : [[row.n, row.status] as const])));
    waiting.forEach(({ intent, settle: answer }, index) => {
      const status = moved.get(index + 1);
      if (status === 'SENDING') answer('committed');
      else if (status === 'SKIPPED') answer('skipped');
      else answer(fenced.has(intent.sessionId) ? 'fenced' : 'refused');
    });
    for (const sessionId of fenced) for (const listener of fencedListeners) listener(sessionId);
    const changes = rows.flatMap((row) =>
      row.blast_id === null || row.user_id === null || row.rev === null || row.blast_status === null
        ? []
        : [{ blastId: row.blast_id, userId: row.user_id, rev: row.rev, status: row.blast_status }],
    );
    if (changes.length > 0) input.onBlastsChanged(changes);
  }

  function keep(fact: Fact): void {
    const key = keyOf(fact);
    const known = facts.get(key);
    // A later fact of an older epoch must not hide the present owner's.
    if (known !== undefined && known.epoch >= fact.epoch && REACH[known.status] >= REACH[fact.status]) return;
    facts.set(key, fact);
  }

  return {
    intend: (intent) =>
      new Promise((settleIntent, fail) => {
        intents.push({ intent, settle: settleIntent, fail });
        kick();
      }),
    record(fact) {
      keep(fact);
      kick();
    },
    onFenced(listener) {
      fencedListeners.add(listener);
      return () => fencedListeners.delete(listener);
    },
    get unflushed() {
      return facts.size;
    },
    async flush({ timeoutMs = 10_000 } = {}) {
      const deadline = AbortSignal.timeout(timeoutMs);
      while (idle !== undefined && !deadline.aborted) {
        await Promise.race([
          idle,
          new Promise<void>((resolve) => {
            deadline.addEventListener('abort', () => {
              resolve();
            });
          }),
        ]);
      }
    },
  };
}
