import { Redis } from 'ioredis';
import type pg from 'pg';
import {
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import type { Logger } from './logger.ts';

/** At most `points` per key in `seconds`. Names are unique: they are the key's prefix in the store. */
export interface LimitRule {
  name: string;
  points: number;
  seconds: number;
}

export interface Limiter {
  /** Takes points (1 when absent). Rejects with RateLimiterRes when there are not enough left. */
  consume(key: string, points?: number): Promise<unknown>;
  /** Gives points back. */
  reward(key: string, points?: number): Promise<unknown>;
  /** Forgets the key. */
  delete(key: string): Promise<unknown>;
}

/** Where tries are counted. */
export interface RateLimits {
  /**
   * Counts that all processes share and that outlive them: Redis, or an unlogged table of PostgreSQL. Rejects with
   * the store's error when that is away: a password is not guessed freely because Redis is down.
   */
  createLimiter(rule: LimitRule): Limiter;
  /**
   * Counts for every call of the API: Redis, or the memory of this process (a write to the database per read
   * would cost more than what it protects). Lets everyone through when the store is away.
   */
  createLenientLimiter(rule: LimitRule): Limiter;
  close(): Promise<void>;
}

const SCHEMA = 'rate_limits';
const TABLE = 'tries';

/** @param pool used when there is no Redis; the table makes itself on first use */
export function createRateLimits(options: {
  redisUrl: string | null;
  pool: pg.Pool;
  logger: Logger;
}): RateLimits {
  return options.redisUrl === null
    ? onPostgres(options.pool)
    : onRedis({ url: options.redisUrl, logger: options.logger });
}

/** Milliseconds to wait, when `thrown` says that a limit is reached; null when it says anything else. */
export function waitOf(thrown: unknown): number | null {
  return thrown instanceof RateLimiterRes ? thrown.msBeforeNext : null;
}

function onPostgres(pool: pg.Pool): RateLimits {
  let prepared: Promise<void> | undefined;
  /** Lazily, so that building needs no database; a failure is forgotten and tried again. */
  function prepare(): Promise<void> {
    prepared ??= createTable(pool).catch((error: unknown) => {
      prepared = undefined;
      throw error;
    });
    return prepared;
  }
  return {
    createLimiter(rule) {
      const limiter = new RateLimiterPostgres({
        storeClient: pool,
        storeType: 'pool',
        schemaName: SCHEMA,
        tableName: TABLE,
        tableCreated: true,
        keyPrefix: rule.name,
        points: rule.points,
        duration: rule.seconds,
      });
      return {
        consume: (key, points) => prepare().then(() => limiter.consume(key, points)),
        reward: (key, points) => prepare().then(() => limiter.reward(key, points)),
        delete: (key) => prepare().then(() => limiter.delete(key)),
      };
    },
    createLenientLimiter: inMemory,
    close: () => Promise.resolve(),
  };
}

/** Unlogged: after a crash the counts begin anew, and no commit waits for them. Its own schema: Prisma's is its own. */
async function createTable(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    // IF NOT EXISTS alone loses the race of two processes that start together.
    await client.query(`SELECT pg_advisory_xact_lock(hashtext($1))`, [SCHEMA]);
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`);
    await client.query(
      `CREATE UNLOGGED TABLE IF NOT EXISTS ${SCHEMA}.${TABLE}
         (key varchar(255) PRIMARY KEY, points integer NOT NULL DEFAULT 0, expire bigint)`,
    );
    await client.query(`DELETE FROM ${SCHEMA}.${TABLE} WHERE expire < $1`, [Date.now() - 86_400_000]);
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}

function onRedis({ url, logger }: { url: string; logger: Logger }): RateLimits {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    connectTimeout: 5_000,
    commandTimeout: 2_000,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(100 * 2 ** Math.min(times, 5), 2_000),
  });
  let wasTold = false;
  redis.on('ready', () => (wasTold = false));
  redis.on('error', (error) => {
    if (!wasTold) logger.warn({ err: error }, 'rate limits: Redis is not reachable');
    wasTold = true;
  });
  const connecting = redis.connect().catch(() => undefined); // told by the event; it goes on trying
  const optionsOf = (rule: LimitRule) => ({
    storeClient: redis,
    keyPrefix: `siar:limit:${rule.name}`,
    points: rule.points,
    duration: rule.seconds,
  });
  return {
    createLimiter(rule) {
      const limiter = new RateLimiterRedis(optionsOf(rule));
      return {
        consume: (key, points) => connecting.then(() => limiter.consume(key, points)),
        reward: (key, points) => connecting.then(() => limiter.reward(key, points)),
        delete: (key) => connecting.then(() => limiter.delete(key)),
      };
    },
    createLenientLimiter: (rule) =>
      new RateLimiterRedis({
        ...optionsOf(rule),
        insuranceLimiter: new RateLimiterMemory({ points: rule.points, duration: rule.seconds }),
      }),
    close: () => {
      redis.disconnect();
      return connecting;
    },
  };
}

function inMemory(rule: LimitRule): Limiter {
  return new RateLimiterMemory({ keyPrefix: rule.name, points: rule.points, duration: rule.seconds });
}
