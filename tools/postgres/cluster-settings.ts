import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

const identity = z.object({ pid: z.number().int().positive(), startedAt: z.string() });

/** What must be remembered of a cluster between two starts. */
const clusterSettings = z.object({
  password: z.string().min(20),
  /** Used again as long as it is free, so that a URL in someone's database tool stays right. */
  port: z.number().int().positive().optional(),
  /** Where the data really lives when PostgreSQL's account cannot enter the clone. */
  home: z.string().optional(),
  /** The process that started PostgreSQL last: while it lives, the cluster is taken. */
  owner: identity.optional(),
});
export type ClusterSettings = z.infer<typeof clusterSettings>;

/** The settings stand beside the data directory, readable by their owner only. */
export function settingsFile(dataDir: string): string {
  return `${dataDir}.json`;
}

export async function readSettings(dataDir: string): Promise<ClusterSettings> {
  const text = await readFile(settingsFile(dataDir), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return { password: randomBytes(24).toString('base64url') };
  return clusterSettings.parse(JSON.parse(text));
}

export async function writeSettings(dataDir: string, settings: ClusterSettings): Promise<void> {
  const file = settingsFile(dataDir);
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  await chmod(draft, 0o600);
  if (process.getuid?.() === 0) {
    // Started once with sudo, the clone must still work for the user it belongs to.
    const { uid, gid } = await stat(dirname(file));
    await chown(draft, uid, gid);
  }
  await rename(draft, file);
}
