import type { Database } from '@siar/db';
import type { Clock } from '../../../platform/clock.ts';
import type { EventBus } from '../../../platform/events/index.ts';
import type { Logger } from '../../../platform/logger.ts';
import type { Metrics } from '../../../platform/metrics.ts';
import type { OpenLane } from '../../whatsapp/lane-port.ts';
import { createCommitPool } from './commit-pool.ts';
import { createGroupCommitter } from './group-committer.ts';
import { createLane } from './lane.ts';
import { createLaneReads } from './lane-reads.ts';
import { loadMessageIds } from './message-ids.ts';
import { createProgressPublisher } from './progress-publisher.ts';

/** What all lanes of a process share: one committer with one connection, one key, one voice for progress. */
export interface LaneWorks {
  /** Opens on first use; tried again when the database was away. */
  lanes(): Promise<OpenLane>;
  /** After the last lane has stopped. */
  close(): Promise<void>;
}

export interface LaneWorksDeps {
  db: Database;
  databaseUrl: string;
  engineName: string;
  events: Pick<EventBus, 'publish'>;
  clock: Clock;
  logger: Logger;
  metrics?: Pick<Metrics, 'sends' | 'sendSeconds'>;
  /** 0 ≤ x < 1. */
  random?: () => number;
}

export function createLaneWorks(deps: LaneWorksDeps): LaneWorks {
  const { db, databaseUrl, events, clock, logger } = deps;
  let opening: Promise<{ openLane: OpenLane; close(): Promise<void> }> | undefined;

  async function open(): Promise<{ openLane: OpenLane; close(): Promise<void> }> {
    const ids = await loadMessageIds(db);
    const onError = (error: Error): void => logger.warn({ err: error }, 'the lanes’ idle connection was cut');
    const pool = createCommitPool({ url: databaseUrl, onError });
    const progress = createProgressPublisher({ events, clock });
    const committer = createGroupCommitter({ pool, clock, logger, onCommitted: progress.committed });
    const { engineName, metrics, random = Math.random } = deps;
    const shared = { reads: createLaneReads(db.pool), committer, ids, clock, logger, engineName, random };
    const laneDeps = metrics === undefined ? shared : { ...shared, metrics };
    return {
      openLane: ({ session, engine }) => createLane(session, engine, laneDeps),
      async close() {
        committer.close();
        progress.close();
        await pool.end();
      },
    };
  }

  return {
    async lanes() {
      opening ??= open();
      opening.catch(() => (opening = undefined));
      return (await opening).openLane;
    },
    async close() {
      const opened = await opening?.catch(() => undefined);
      await opened?.close();
    },
  };
}
