import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import type { DiffTarget, MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';

/** What we use of WebAssembly: its types live in the DOM library, which has no place on a server. */
interface WebAssemblyModules {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: object } }>;
}

interface SchemaEngineBindings {
  SchemaEngine: typeof SchemaEngine;
  __wbg_set_wasm(exports: object): void;
}

/**
 * Prisma's schema engine as WebAssembly: the native binary cannot be fetched on a closed network.
 * The folder and the `_prisma_migrations` table stay Prisma's own, so `prisma migrate deploy` works on the
 * same database.
 */
function loadSchemaEngine(): Promise<typeof SchemaEngine> {
  // Once per process: the bindings keep their instance in a variable of their module, so a second one breaks the first.
  loadedEngine ??= instantiateSchemaEngine();
  return loadedEngine;
}
let loadedEngine: Promise<typeof SchemaEngine> | undefined;

async function instantiateSchemaEngine(): Promise<typeof SchemaEngine> {
  const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyModules };
  const glue = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bindings = (await import(pathToFileURL(glue).href)) as SchemaEngineBindings;
  const { instance } = await WebAssembly.instantiate(await readFile(glue.replace(/\.js$/, '.wasm')), {
    './schema_engine_bg.js': bindings,
  });
  const exported = instance.exports as { __wbindgen_start(): void };
  bindings.__wbg_set_wasm(exported);
  exported.__wbindgen_start();
  return bindings.SchemaEngine;
}

const ALL_SCHEMAS = { externalTables: [], externalEnums: [] };

/** Where the migrations lie: beside the sources, or beside the server's bundle. */
export function migrationsDirectory(): string {
  const candidates = ['../prisma/migrations', './migrations'].map((relative) =>
    fileURLToPath(new URL(relative, import.meta.url)),
  );
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) throw new Error(`no migrations folder at ${candidates.join(' or ')}`);
  return found;
}

/** The folder as the engine wants it: names in order, with their SQL. */
export async function readMigrations(directory: string): Promise<MigrationList> {
  const names = (await readdir(directory, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const lockfile = path.join(directory, 'migration_lock.toml');
  return {
    baseDir: directory,
    lockfile: { path: 'migration_lock.toml', content: await readFile(lockfile, 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok' as const,
            value: await readFile(path.join(directory, name, 'migration.sql'), 'utf8'),
          },
        },
      })),
    ),
  };
}

/** A number that only Siar's migrations use, so that two processes never migrate at once. */
const MIGRATION_LOCK = 7_412_001;

/**
 * Applies what is missing and returns the names applied. Safe to call from several processes at once.
 * Throws Prisma's own words when a migration fails.
 */
export async function migrate(input: { url: string; directory?: string }): Promise<string[]> {
  const list = await readMigrations(input.directory ?? migrationsDirectory());
  const lock = new pg.Client({ connectionString: input.url });
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    if ((await pendingMigrations({ list, client: lock })).length === 0) return [];
    return await applyMigrations({ url: input.url, list });
  } finally {
    await lock.end();
  }
}

/** Names of the migrations that the database still lacks; empty when it is up to date. */
export async function pendingMigrations(input: {
  list: MigrationList;
  client: { query(sql: string): Promise<{ rows: Record<string, unknown>[] }> };
}): Promise<string[]> {
  const table = await input.client.query(`SELECT to_regclass('_prisma_migrations') AS name`);
  const names = input.list.migrationDirectories.map((entry) => entry.path);
  if (table.rows[0]?.['name'] == null) return names;
  const applied = await input.client.query(
    `SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
  );
  const done = new Set(applied.rows.map((row) => row['migration_name']));
  return names.filter((name) => !done.has(name));
}

async function applyMigrations(input: { url: string; list: MigrationList }): Promise<string[]> {
  const Engine = await loadSchemaEngine();
  // A pool of ours, so that we can end it: the engine never disposes of what it opened.
  const pool = new pg.Pool({ connectionString: input.url, max: 2 });
  const factory = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool));
  const engine = await Engine.new({ datamodels: undefined }, () => undefined, factory);
  try {
    const result = await engine.applyMigrations({ migrationsList: input.list, filters: ALL_SCHEMAS });
    return result.appliedMigrationNames;
  } finally {
    engine.free();
    await pool.end();
  }
}

/** `diff` between datamodels asks the database nothing, but the engine insists on an adapter that connects. */
function unconnectedAdapter(): SqlMigrationAwareDriverAdapterFactory {
  const refuse = () => Promise.reject(new Error('a comparison of datamodels has no database'));
  const adapter: SqlDriverAdapter = {
    provider: 'postgres',
    adapterName: 'unconnected',
    queryRaw: () => Promise.resolve({ columnNames: [], columnTypes: [], rows: [] }),
    executeRaw: () => Promise.resolve(0),
    executeScript: refuse,
    startTransaction: refuse,
    dispose: () => Promise.resolve(),
  };
  return {
    provider: 'postgres',
    adapterName: 'unconnected',
    connect: () => Promise.resolve(adapter),
    connectToShadowDb: () => Promise.resolve(adapter),
  };
}

/** The SQL that leads from one datamodel (`null`: an empty database) to another. */
export async function diffDatamodels(input: { from: string | null; to: string }): Promise<string> {
  const Engine = await loadSchemaEngine();
  const factory = bindMigrationAwareSqlAdapterFactory(unconnectedAdapter());
  const engine = await Engine.new({ datamodels: [['schema.prisma', input.to]] }, () => undefined, factory);
  try {
    const target = (content: string): DiffTarget => ({
      tag: 'schemaDatamodel',
      files: [{ path: 'schema.prisma', content }],
    });
    const { stdout } = await engine.diff({
      from: input.from === null ? { tag: 'empty' } : target(input.from),
      to: target(input.to),
      script: true,
      exitCode: null,
      filters: ALL_SCHEMAS,
    });
    return stdout ?? '';
  } finally {
    engine.free();
  }
}
