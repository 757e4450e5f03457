import { type Database, createDb } from '@siar/db';
import { createTestDatabase } from '@siar/db/testing';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createSilentLogger } from './logger.ts';
import { createRateLimits, type RateLimits, waitOf } from './rate-limit.ts';

let database: { url: string; drop(): Promise<void> };
let db: Database;
const open: RateLimits[] = [];

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'));
  db = createDb({ url: database.url });
});
afterAll(async () => {
  for (const limits of open) await limits.close();
  await db.close();
  await database.drop();
});

/** As another process would have it: its own objects on the same store. */
function limitsOn(store: 'PostgreSQL' | 'Redis', redisUrl = inject('redisUrl')): RateLimits {
  const limits = createRateLimits({
    redisUrl: store === 'Redis' ? redisUrl : null,
    pool: db.pool,
    logger: createSilentLogger(),
  });
  open.push(limits);
  return limits;
}

const waitAfter = (trying: Promise<unknown>) =>
  trying.then(
    () => null,
    (error: unknown) => waitOf(error),
  );

describe.each(['PostgreSQL', 'Redis'] as const)('tries counted on %s', (store) => {
  const rule = (name: string) => ({ name: `${store}-${name}`, points: 3, seconds: 60 });

  it('end at the limit, for that key alone, and say how long', async () => {
    const limiter = limitsOn(store).createLimiter(rule('end'));
    for (let tries = 1; tries <= 3; tries += 1) expect(await waitAfter(limiter.consume('a'))).toBeNull();
    const wait = await waitAfter(limiter.consume('a'));
    expect(wait).toBeGreaterThan(50_000);
    expect(wait).toBeLessThanOrEqual(60_000);
    expect(await waitAfter(limiter.consume('b'))).toBeNull();
  });

  it('are shared by processes, also when those start in the same instant', async () => {
    const limiters = [1, 2, 3, 4].map(() => limitsOn(store).createLimiter(rule('shared')));
    const waits = await Promise.all(limiters.map((limiter) => waitAfter(limiter.consume('a'))));
    expect(waits.filter((wait) => wait !== null)).toHaveLength(1);
  });

  it('are given back and forgotten', async () => {
    const limiter = limitsOn(store).createLimiter(rule('back'));
    await limiter.consume('a', 3);
    await limiter.reward('a');
    expect(await waitAfter(limiter.consume('a'))).toBeNull();
    await limiter.delete('a');
    expect(await waitAfter(limiter.consume('a', 3))).toBeNull();
  });
});

describe('when Redis is away', () => {
  const rule = { name: 'away', points: 2, seconds: 60 };

  it('a login is refused with the reason rather than tried freely', async () => {
    const limiter = limitsOn('Redis', 'redis://127.0.0.1:1').createLimiter(rule);
    const failure = await limiter.consume('a').then(
      () => null,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(Error);
    expect(waitOf(failure)).toBeNull();
  });

  it('an ordinary call is counted in memory', async () => {
    const limiter = limitsOn('Redis', 'redis://127.0.0.1:1').createLenientLimiter(rule);
    expect(await waitAfter(limiter.consume('a', 2))).toBeNull();
    expect(await waitAfter(limiter.consume('a'))).toBeGreaterThan(0);
  });
});
