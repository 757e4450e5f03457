import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A fresh folder for one engine's Chromium profile. The number's memory is the CredentialStore; the folder is scratch
 * and goes with the engine. It bears our process id, so that folders of killed processes are swept by the next start.
 */
export async function createProfileFolder({
  root,
  sessionId,
}: {
  root: string;
  sessionId: string;
}): Promise<string> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  await sweep(root);
  return mkdtemp(join(root, `${sessionId}.${process.pid}.`));
}

export async function removeProfileFolder(folder: string): Promise<void> {
  // Chromium's last helpers may still be writing while they die.
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

async function sweep(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    const owner = /\.(\d+)\.[^.]+$/.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    await removeProfileFolder(join(root, name)).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
