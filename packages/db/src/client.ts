import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client.ts';

/** Everything that speaks to the database: Prisma for the ordinary work, the pool for batched SQL. */
export interface Database {
  prisma: PrismaClient;
  /** The same connections, for the statements that an ORM would slow down (the lane, imports). */
  pool: pg.Pool;
  close(): Promise<void>;
}

/** A client inside `prisma.$transaction(async (tx) => …)`. */
export type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];

/**
 * @param url PostgreSQL connection string
 * @param maxConnections size of the pool; a process needs few, as writes are batched
 * @param onError told of connections that die while idle (a restart of PostgreSQL); the pool heals itself
 */
export function createDb(input: {
  url: string;
  maxConnections?: number;
  onError?: (error: Error) => void;
}): Database {
  const pool = new pg.Pool({
    connectionString: input.url,
    max: input.maxConnections ?? 10,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
  });
  pool.on('error', (error) => input.onError?.(error));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    prisma,
    pool,
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
