import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../process/free-port.ts';
import { guard } from '../process/guardian.ts';
import { ensureProgram } from '../system-packages.ts';

export type TemporaryRedis = { url: string; stop(): Promise<void> };

/** The redis-server of this machine, installed when it is missing and we may. */
export async function ensureRedis({ say }: { say: (line: string) => void }): Promise<string> {
  return ensureProgram({ names: ['redis-server'], aptPackage: 'redis-server', say });
}

/** A real redis-server for tests: on a free loopback port, in memory only, gone with its starter. */
export async function startRedis({
  say = () => undefined,
}: { say?: (line: string) => void } = {}): Promise<TemporaryRedis> {
  const program = await ensureRedis({ say });
  const directory = await mkdtemp(join(tmpdir(), 'siar-redis-'));
  const port = await freePort();
  const settings = { port: String(port), bind: '127.0.0.1', save: '', appendonly: 'no', dir: directory };
  const child = spawn(
    program,
    Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
    {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let output = '';
  try {
    await new Promise<void>((resolve, reject) => {
      const read = (chunk: Buffer): void => {
        output = (output + chunk.toString('utf8')).slice(-8_000);
        if (output.includes('Ready to accept connections')) resolve();
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('error', reject);
      child.once('exit', () =>
        reject(new Error(`redis-server does not start: ${output.trim().split('\n').at(-1)}`)),
      );
    });
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
  const guardian = guard({ target: child.pid ?? 0, signals: ['SIGTERM', 'SIGKILL'] });
  void exited.then(() => guardian.release());
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      await rm(directory, { recursive: true, force: true });
    },
  };
}
