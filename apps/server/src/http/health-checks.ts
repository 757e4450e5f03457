import { migrationsDirectory, pendingMigrations, readMigrations } from '@siar/db';
import { QUEUE_NAMES } from '@siar/queue';
import type { Composition } from '../compose.ts';
import type { HealthCheck } from './health.ts';

/** What a process of Siar cannot work without. */
export function createHealthChecks(composition: Composition): Record<string, HealthCheck> {
  const { db, producer } = composition;
  let list: ReturnType<typeof readMigrations> | undefined;
  return {
    database: () => db.pool.query('SELECT 1'),
    queue: () => producer.ping(),
    async migrations() {
      list ??= readMigrations(migrationsDirectory());
      const pending = await pendingMigrations({ list: await list, client: db.pool });
      if (pending.length > 0) throw new Error(`not applied: ${pending.join(', ')}`);
    },
  };
}

/** Reads the queues' depths into their gauge, when somebody asks for the metrics. */
export function createQueueGauges({ producer, metrics }: Composition): () => Promise<void> {
  return async () => {
    const depths = await producer.queueDepths();
    for (const queue of QUEUE_NAMES) {
      for (const state of ['waiting', 'active', 'delayed'] as const) {
        metrics.queueJobs.set({ queue, state }, depths[queue][state]);
      }
    }
  };
}
