import { createTestDatabase } from '@siar/db/testing';
import { prepareQueueBackend } from '@siar/queue';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Composition, compose } from './compose.ts';
import { createRecordingLogger, testConfig } from './http/testing/start-test-siar.ts';
import { createDeadLetterStore } from './platform/dead-letter-store.ts';
import { startWorkerHealth } from './worker-process.ts';

let database: { url: string; drop(): Promise<void> };
let composition: Composition;

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'));
  const config = testConfig({ DATABASE_URL: database.url, WORKER_HEALTH_PORT: '0' });
  composition = compose(config, { logger: createRecordingLogger().logger });
  await prepareQueueBackend(composition.queueBackend);
});
afterAll(async () => {
  await composition.close();
  await database.drop();
});

describe("a worker's health", () => {
  it('is ready when its stores are and while it takes jobs', async () => {
    const health = await startWorkerHealth(composition);
    const ready = async () => (await fetch(`http://127.0.0.1:${health.port}/health/ready`)).json();
    expect(await ready()).toEqual({
      status: 'not_ready',
      checks: { database: 'up', queue: 'up', migrations: 'up', consumers: 'down' },
    });
    let isReady = true;
    health.watch({ isReady: () => isReady, close: () => Promise.resolve() });
    expect(await ready()).toMatchObject({ status: 'ready', checks: { consumers: 'up' } });
    isReady = false;
    expect(await ready()).toMatchObject({ status: 'not_ready' });
    const metrics = await (await fetch(`http://127.0.0.1:${health.port}/metrics`)).text();
    expect(metrics).toContain('siar_lanes');
    expect((await fetch(`http://127.0.0.1:${health.port}/api/v1/me`)).status).toBe(404);
    await health.close();
  });
});

describe('a dead letter', () => {
  it('is kept once, whose it is told where its payload tells', async () => {
    const store = createDeadLetterStore({ db: composition.db });
    const userId = '019a0000-0000-7000-8000-00000000beef';
    const letter = {
      queue: 'work' as const,
      name: 'run-import',
      jobId: 'job-a',
      payload: { importId: 'x', userId },
      attempts: 5,
      reason: 'exhausted' as const,
      error: new Error('the file is gone'),
    };
    await store(letter);
    await store({ ...letter, attempts: 6 });
    await store({ ...letter, jobId: 'job-b', payload: undefined });
    const rows = await composition.db.prisma.deadLetterJob.findMany({ orderBy: { jobId: 'asc' } });
    expect(rows).toMatchObject([
      { jobId: 'job-a', attempts: 6, userId, error: 'exhausted: the file is gone' },
      { jobId: 'job-b', userId: null, payload: {} },
    ]);
  });
});
