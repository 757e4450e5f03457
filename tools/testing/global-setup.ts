import { join } from 'node:path';
import { migrate } from '@siar/db';
import { TEMPLATE_DATABASE, withDatabase } from '@siar/db/testing';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startTemporaryPostgres } from '../postgres/index.ts';
import { startRedis } from '../redis/index.ts';
import { STATE } from '../repository.ts';

type TestServices = { postgresUrl: string; redisUrl: string; stop(): Promise<void> };

/** Vitest runs this file once per project, each time as a new module; the services are one per run. */
const shared = globalThis as { siarTestServices?: { users: number; services: Promise<TestServices> } };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const run = (shared.siarTestServices ??= { users: 0, services: startServices() });
  run.users += 1;
  const services = await run.services;
  project.provide('postgresUrl', services.postgresUrl);
  project.provide('redisUrl', services.redisUrl);
  return async () => {
    run.users -= 1;
    if (run.users > 0) return;
    delete shared.siarTestServices;
    await services.stop();
  };
}

async function startServices(): Promise<TestServices> {
  const given = process.env['SIAR_TEST_DATABASE_URL'];
  const [postgres, redis] = await Promise.all([
    given === undefined ? startTemporaryPostgres({ parent: join(STATE, 'tmp') }) : undefined,
    startRedis({ say: (line) => process.stdout.write(`${line}\n`) }),
  ]);
  const postgresUrl = postgres?.url ?? given ?? '';
  const stop = async (): Promise<void> => {
    await Promise.all([postgres?.stop(), redis.stop()]);
  };
  try {
    await createTemplate(postgresUrl);
  } catch (error) {
    await stop();
    throw error;
  }
  return { postgresUrl, redisUrl: redis.url, stop };
}

/** Each test file copies this migrated database rather than migrating its own. */
async function createTemplate(clusterUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(clusterUrl, 'postgres') });
  await client.connect();
  try {
    await client.query(`DROP DATABASE IF EXISTS ${TEMPLATE_DATABASE} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${TEMPLATE_DATABASE}`);
  } finally {
    await client.end();
  }
  await migrate({ url: withDatabase(clusterUrl, TEMPLATE_DATABASE) });
}
