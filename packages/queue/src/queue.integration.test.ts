import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { describeQueue } from './queue.contract.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
    redisUrl: string;
  }
}

// Concurrent, since most of it waits for locks to run out: 90 s one after the other, 30 s together.
describe.concurrent('on Redis', () => {
  describeQueue('redis', () => inject('redisUrl'));
});

describe.concurrent('on PostgreSQL', () => {
  const database = `siar_test_${randomBytes(6).toString('hex')}`;

  beforeAll(() => onCluster(`CREATE DATABASE ${database}`));
  afterAll(() => onCluster(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`));

  describeQueue('postgres', () => {
    const url = new URL(inject('postgresUrl'));
    url.pathname = `/${database}`;
    return url.href;
  });
});

async function onCluster(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
