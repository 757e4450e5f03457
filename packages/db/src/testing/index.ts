import { randomBytes } from 'node:crypto';
import pg from 'pg';

declare module 'vitest' {
  /** What tools/testing/global-setup.ts gives to every integration and browser test. */
  interface ProvidedContext {
    /** Superuser URL of the run's PostgreSQL cluster. */
    postgresUrl: string;
    /** The run's redis-server. */
    redisUrl: string;
  }
}

/** Name of the migrated database that every test database is copied from. */
export const TEMPLATE_DATABASE = 'siar_template';

/**
 * A database of its own for one test file, copied from the migrated template (some 50 ms).
 *
 * @param clusterUrl superuser URL of the test run's PostgreSQL (vitest: `inject('postgresUrl')`)
 */
export async function createTestDatabase(
  clusterUrl: string,
): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `siar_test_${randomBytes(6).toString('hex')}`;
  await onCluster(clusterUrl, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE_DATABASE}`);
  return {
    url: withDatabase(clusterUrl, name),
    drop: () => onCluster(clusterUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** The same server, another database. */
export function withDatabase(clusterUrl: string, name: string): string {
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function onCluster(clusterUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(clusterUrl, 'postgres') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
