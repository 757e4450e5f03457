import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { diffDatamodels, migrationsDirectory } from './migrate.ts';

/**
 * Writes the next migration: the difference between the datamodel kept beside the newest migration and
 * `schema.prisma` now. Returns its folder, or null when nothing changed.
 *
 * Each migration keeps the datamodel it led to (`schema.prisma`; Prisma ignores it), because the
 * WebAssembly engine can compare datamodels but cannot introspect a live database.
 */
export async function createMigration(input: { name: string; now: Date }): Promise<string | null> {
  const directory = migrationsDirectory();
  const to = await readFile(path.join(directory, '../schema.prisma'), 'utf8');
  const sql = await diffDatamodels({ from: await newestDatamodel(directory), to });
  if (sql.trim() === '' || sql.includes('This is an empty migration')) return null;
  const stamp = input.now.toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = path.join(directory, `${stamp}_${input.name.replace(/\W+/g, '_')}`);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'migration.sql'), sql);
  await writeFile(path.join(folder, 'schema.prisma'), to);
  return folder;
}

async function newestDatamodel(directory: string): Promise<string | null> {
  const entries = await readdir(directory, { withFileTypes: true });
  const newest = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .at(-1);
  return newest === undefined ? null : readFile(path.join(directory, newest, 'schema.prisma'), 'utf8');
}
