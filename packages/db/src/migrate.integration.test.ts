import { readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  diffDatamodels,
  migrate,
  migrationsDirectory,
  pendingMigrations,
  readMigrations,
} from './migrate.ts';
import { createTestDatabase, withDatabase } from './testing/index.ts';

describe('migrations', () => {
  const cluster = inject('postgresUrl');
  const name = `siar_empty_${process.pid}`;
  const url = withDatabase(cluster, name);
  const admin = new pg.Client({ connectionString: withDatabase(cluster, 'postgres') });

  beforeAll(async () => {
    await admin.connect();
    await admin.query(`CREATE DATABASE ${name}`);
  });
  afterAll(async () => {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  });

  it('apply once to an empty database, also when two processes start together', async () => {
    const applied = await Promise.all([migrate({ url }), migrate({ url })]);
    const list = await readMigrations(migrationsDirectory());
    expect(applied.flat().sort()).toEqual(list.migrationDirectories.map((entry) => entry.path));
    expect(await migrate({ url })).toEqual([]);
  });

  it('leave none pending afterwards', async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const list = await readMigrations(migrationsDirectory());
    expect(await pendingMigrations({ list, client })).toEqual([]);
    await client.end();
  });

  it('lead exactly to the datamodel: nothing is waiting to be written', async () => {
    const directory = migrationsDirectory();
    const list = await readMigrations(directory);
    const newest = list.migrationDirectories.at(-1)?.path ?? '';
    const kept = await readFile(path.join(directory, newest, 'schema.prisma'), 'utf8');
    const now = await readFile(path.join(directory, '../schema.prisma'), 'utf8');
    expect(await diffDatamodels({ from: kept, to: now })).toContain('empty migration');
  });
});

describe('what was written into migrations by hand', () => {
  it('is still there: the hot table keeps room for its updates and no index of it mentions status', async () => {
    const database = await createTestDatabase(inject('postgresUrl'));
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query<{ reloptions: string[] }>(
      `SELECT reloptions FROM pg_class WHERE relname = 'blast_messages'`,
    );
    expect(rows[0]?.reloptions).toContain('fillfactor=70');
    const indexes = await client.query(
      `SELECT indexdef FROM pg_indexes WHERE tablename = 'blast_messages' AND indexdef LIKE '%status%'`,
    );
    expect(indexes.rows).toEqual([]);
    await client.end();
    await database.drop();
  });
});
