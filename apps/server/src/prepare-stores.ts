import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '@siar/db';
import { prepareQueueBackend, type QueueBackend } from '@siar/queue';
import { isDependencyDown } from './http/errors.ts';
import type { Logger } from './platform/logger.ts';

/**
 * Makes database and queue ready for use: waits for each until it is there (one line, then silence and backoff up
 * to five seconds), and applies what migrations are missing. Safe to run in every process at every start.
 * Throws what waiting cannot cure, for example a migration that fails, and the reason of `signal` when that aborts.
 */
export async function prepareStores({
  databaseUrl,
  queueBackend,
  logger,
  signal,
}: StoresOptions): Promise<void> {
  await applyMigrations({ databaseUrl, logger, signal });
  await prepareQueueBackend(queueBackend, { logger, signal });
}

interface StoresOptions {
  databaseUrl: string;
  queueBackend: QueueBackend;
  logger: Logger;
  signal: AbortSignal;
}

async function applyMigrations({
  databaseUrl,
  logger,
  signal,
}: Omit<StoresOptions, 'queueBackend'>): Promise<void> {
  for (let failures = 0; ; failures += 1) {
    signal.throwIfAborted();
    try {
      const applied = await migrate({ url: databaseUrl });
      if (applied.length > 0) logger.info({ applied }, 'migrated the database');
      else if (failures > 0) logger.info({}, 'the database is there');
      return;
    } catch (error) {
      if (!isDependencyDown(error)) throw error;
      if (failures === 0) {
        const reason = error instanceof Error ? error.message || error.name : String(error);
        logger.warn({ reason }, 'the database is not reachable; waiting for it');
      }
      await sleep(Math.min(200 * 2 ** failures, 5_000), undefined, { signal });
    }
  }
}
