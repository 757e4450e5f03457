import { createTestDatabase } from '@siar/db/testing';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { compose } from '../compose.ts';
import { prepareStores } from '../prepare-stores.ts';
import { startApiServer } from './server.ts';
import { createRecordingLogger, testConfig } from './testing/start-test-siar.ts';
import { createTcpGate } from './testing/tcp-gate.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanUps.splice(0).reverse()) await clean();
});

/** An API whose servers stand behind gates that are shut. */
async function startBehindGates({ withRedis }: { withRedis: boolean }) {
  const database = await createTestDatabase(inject('postgresUrl'));
  const postgres = await createTcpGate(database.url);
  const redis = await createTcpGate(inject('redisUrl'));
  const { logger, logs } = createRecordingLogger();
  const config = testConfig({ DATABASE_URL: postgres.url, ...(withRedis ? { REDIS_URL: redis.url } : {}) });
  const composition = compose(config, { logger });
  const server = await startApiServer(composition);
  cleanUps.push(
    () => database.drop(),
    () => postgres.shut(),
    () => redis.shut(),
    () => composition.close(),
    () => server.close(),
  );
  const url = `http://127.0.0.1:${server.port}`;
  const get = async (path: string, token?: string) => {
    const answer = await fetch(`${url}${path}`, {
      headers: token ? { authorization: `Bearer ${token}` } : {},
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const preparing = new AbortController();
  cleanUps.push(() => Promise.resolve(preparing.abort()));
  const { queueBackend } = composition;
  const prepared = prepareStores({
    databaseUrl: config.databaseUrl,
    queueBackend,
    logger,
    signal: preparing.signal,
  });
  prepared.catch(() => undefined);
  return { postgres, redis, logs, get, prepared };
}

const READY = { database: 'up', queue: 'up', migrations: 'up' };

describe('a boot without its database', () => {
  it('lives, says what is down, and refuses callers with "unavailable" until it comes', async () => {
    const { postgres, logs, get, prepared } = await startBehindGates({ withRedis: false });
    expect((await get('/health/live')).status).toBe(200);
    expect(await get('/health/ready')).toEqual({
      status: 503,
      body: { status: 'not_ready', checks: { database: 'down', queue: 'down', migrations: 'down' } },
    });
    expect(await get('/api/v1/me', 'some-token')).toMatchObject({
      status: 503,
      body: { code: 'unavailable' },
    });
    expect((await get('/api/v1/me')).status).toBe(401);
    await postgres.open();
    await prepared;
    await expect
      .poll(() => get('/health/ready'), { timeout: 10_000 })
      .toMatchObject({ body: { checks: READY } });
    expect((await get('/api/v1/me', 'some-token')).status).toBe(401);
    expect(logs.filter(({ msg }) => msg === 'the database is not reachable; waiting for it')).toHaveLength(1);
  });

  it('is cut and heals in the middle too', async () => {
    const { postgres, get, prepared } = await startBehindGates({ withRedis: false });
    await postgres.open();
    await prepared;
    await expect.poll(() => get('/health/ready'), { timeout: 10_000 }).toMatchObject({ status: 200 });
    await postgres.shut();
    expect((await get('/health/ready')).status).toBe(503);
    expect(await get('/api/v1/me', 'some-token')).toMatchObject({
      status: 503,
      body: { code: 'unavailable' },
    });
    await postgres.open();
    await expect.poll(() => get('/health/ready'), { timeout: 10_000 }).toMatchObject({ status: 200 });
  });
});

describe('a boot without Redis', () => {
  it('says that the queue is down, answers reads, and is ready when Redis comes', async () => {
    const { postgres, redis, get, prepared } = await startBehindGates({ withRedis: true });
    await postgres.open();
    await expect
      .poll(() => get('/health/ready'), { timeout: 10_000 })
      .toMatchObject({ status: 503, body: { checks: { database: 'up', queue: 'down', migrations: 'up' } } });
    // Counting calls is not worth refusing them.
    expect((await get('/api/v1/me', 'some-token')).status).toBe(401);
    await redis.open();
    await prepared;
    await expect
      .poll(() => get('/health/ready'), { timeout: 15_000 })
      .toMatchObject({ body: { checks: READY } });
  });
});
