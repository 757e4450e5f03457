import {
  type BackendFactory,
  type ConnectionOptions,
  createPostgresBackend,
  createRedisBackend,
  type IQueueBackend,
  type PostgresConnectionOptions,
  type QueueBaseOptions,
  runMigrations,
} from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { type QueueLogger, silentLogger } from './logger.ts';
import { backoffMs, pause, within } from './time.ts';
import { createTrouble } from './trouble.ts';

/** Where the queues live. `namespace`: Redis key prefix or PostgreSQL schema, for several systems on one server. */
export type QueueBackend =
  | { readonly kind: 'redis'; readonly url: string; readonly namespace?: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly namespace?: string };

const REDIS_PREFIX = 'siar';
const POSTGRES_SCHEMA = 'bullmq';
const CONNECT_TIMEOUT_MS = 5_000;

/** The one switch between running on Redis and running on the database alone. */
export function queueBackendFrom({ redisUrl, databaseUrl }: QueueBackendUrls): QueueBackend {
  return redisUrl ? { kind: 'redis', url: redisUrl } : { kind: 'postgres', url: databaseUrl };
}

interface QueueBackendUrls {
  redisUrl?: string | undefined;
  databaseUrl: string;
}

/**
 * Makes the backend ready for use: waits until it is there (one log line, then backoff up to 5 s) and, on
 * PostgreSQL, applies BullMQ's own migrations to their own schema. Safe to call from every process at every
 * start: an advisory lock lets one of them work. Throws what waiting cannot cure, for example a schema that a
 * newer release has written, and the reason of `signal` when that aborts.
 */
export async function prepareQueueBackend(
  backend: QueueBackend,
  options: PrepareOptions = {},
): Promise<void> {
  const trouble = createTrouble({ logger: options.logger ?? silentLogger, what: `queue on ${backend.kind}` });
  for (let failures = 1; ; failures += 1) {
    options.signal?.throwIfAborted();
    try {
      await (backend.kind === 'redis' ? pingBackend(backend) : migrate(backend));
      return trouble.over();
    } catch (error) {
      if (!isPassing(error)) throw error;
      trouble.report(error);
      await pause(backoffMs({ firstMs: 200, maxMs: 5_000 }, failures, Math.random), options.signal);
    }
  }
}

interface PrepareOptions {
  logger?: QueueLogger;
  signal?: AbortSignal;
}

async function migrate(backend: QueueBackend): Promise<void> {
  await withPostgresClient(backend, (client) => runMigrations(client, backend.namespace ?? POSTGRES_SCHEMA));
}

/** Resolves when the server answers, throws otherwise. Opens a connection of its own: not for a hot path. */
export async function pingBackend(backend: QueueBackend): Promise<void> {
  if (backend.kind === 'postgres') {
    await withPostgresClient(backend, (client) => client.query('select 1'));
    return;
  }
  let reason: unknown;
  const redis = new Redis(backend.url, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  });
  // ioredis says only "Connection is closed" to the caller; the cause goes to the event.
  redis.on('error', (error) => (reason = error));
  try {
    await within(redis.connect(), CONNECT_TIMEOUT_MS, () => new Error('Redis did not answer in time'));
    await redis.ping();
  } catch (error) {
    throw reason ?? error;
  } finally {
    redis.disconnect();
  }
}

async function withPostgresClient(
  backend: QueueBackend,
  use: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client({
    connectionString: backend.url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'siar-queue',
  });
  client.on('error', () => undefined); // a cut connection rejects the query that is under way
  try {
    await client.connect();
    await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Failures of the network or of a server that is starting or stopping; they pass by themselves. */
function isPassing(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isPassing);
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    /^(ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOST|ENET|ENOENT|57P|53|08)/.test(code) ||
    /closed|terminated|timeout|in time|LOADING|MASTERDOWN/i.test(error.message)
  );
}

/**
 * How BullMQ's classes reach the backend; to be given to them together with `connection: backend`.
 *
 * @param role a worker waits for its server for ever; a producer tells its caller after a few tries
 * @param poolSize PostgreSQL connections, opened as needed
 */
export function backendFactory(role: 'worker' | 'producer', poolSize: number): BullBackendFactory {
  return (name, { connection: backend, ...rest }, extra) => {
    const redis: QueueBaseOptions & { prefix: string } = {
      ...rest,
      connection: redisConnection(backend, role),
      prefix: backend.namespace ?? REDIS_PREFIX,
    };
    if (backend.kind === 'redis') return createRedisBackend(name, redis, extra);
    return createPostgresBackend(name, { ...rest, connection: postgresConnection(backend, poolSize) }, extra);
  };
}

export type BullBackendFactory = BackendFactory<IQueueBackend, QueueBackend>;

function redisConnection(backend: QueueBackend, role: 'worker' | 'producer'): ConnectionOptions {
  return {
    url: backend.url,
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepAlive: 10_000,
    maxRetriesPerRequest: role === 'worker' ? null : 3,
    retryStrategy: (times: number) => Math.min(50 * 2 ** Math.min(times, 10), 2_000),
  };
}

function postgresConnection(backend: QueueBackend, poolSize: number): PostgresConnectionOptions {
  return {
    connectionString: backend.url,
    schema: backend.namespace ?? POSTGRES_SCHEMA,
    max: poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'siar-queue',
  };
}
