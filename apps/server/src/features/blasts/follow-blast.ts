import { setTimeout as delay } from 'node:timers/promises';
import type { BlastJob, Database } from '@siar/db';
import { type BlastProgress, notFound, settledCount } from '@siar/shared';
import type { Clock } from '../../platform/clock.ts';
import type { EventBus } from '../../platform/events/index.ts';
import { countsOf, forecastOf } from './blast-view.ts';
import { createWaker } from './lane/waker.ts';

/** At most four updates a second reach a screen. */
const COALESCE_MS = 250;
/** The rate is that of the last minute. */
const SEEN_MS = 60_000;
/** Rates and finish times move even when no message does; a lost event costs no more than this. */
const LOOK_MS = 15_000;

interface FollowDeps {
  db: Pick<Database, 'prisma'>;
  clock: Clock;
  events: Pick<EventBus, 'subscribe' | 'onResync'>;
}

/**
 * The blast's state now and after each change, newest first if several came at once: state, not a log, so whoever
 * comes back needs nothing of what he missed. Subscribes first, then reads.
 *
 * @throws not_found
 */
export async function* followBlast(
  { db, clock, events }: FollowDeps,
  input: { userId: string; blastId: string; signal: AbortSignal | null },
): AsyncGenerator<{ rev: number; progress: BlastProgress }> {
  const { userId, blastId, signal } = input;
  const waker = createWaker();
  const unsubscribe = await events.subscribe(
    (event) => event.type === 'blast.progress' && event.blastId === blastId,
    () => {
      waker.wake();
    },
  );
  const stopListening = events.onResync(() => {
    waker.wake();
  });
  const stop = (): void => {
    waker.wake();
  };
  signal?.addEventListener('abort', stop);
  const samples: { at: number; settled: number }[] = [];
  try {
    let shown = '';
    while (signal?.aborted !== true) {
      const row = await db.prisma.blastJob.findFirst({ where: { id: blastId, userId } });
      if (row === null) throw notFound('blast');
      const runningBlasts = await db.prisma.blastJob.count({ where: { userId, status: 'RUNNING' } });
      const progress = progressOf({ row, runningBlasts, samples, now: clock.now().getTime() });
      const state = JSON.stringify(progress);
      if (state !== shown) yield { rev: row.rev, progress };
      shown = state;
      await delay(COALESCE_MS);
      await waker.wait(LOOK_MS);
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    unsubscribe();
    stopListening();
  }
}

function progressOf(input: {
  row: BlastJob;
  runningBlasts: number;
  samples: { at: number; settled: number }[];
  now: number;
}): BlastProgress {
  const { row, samples, now } = input;
  const counts = countsOf(row);
  const settled = settledCount(counts);
  samples.push({ at: now, settled });
  while (samples.length > 2 && (samples[1]?.at ?? now) < now - SEEN_MS) samples.shift();
  const first = samples[0];
  const seen = first === undefined ? null : { messages: settled - first.settled, ms: now - first.at };
  return {
    blastId: row.id,
    status: row.status,
    pauseReason: row.pauseReason,
    counts,
    ...forecastOf(row, { now, runningBlasts: input.runningBlasts, seen }),
  };
}
