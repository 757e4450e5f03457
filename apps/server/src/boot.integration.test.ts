import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createTestDatabase } from '@siar/db/testing';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { listen } from './http/listen.ts';

let database: { url: string; drop(): Promise<void> };
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'));
});
afterEach(() => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
});
afterAll(() => database.drop());

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const sound = () => ({
  DATABASE_URL: database.url,
  PORT: '0',
  ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
});

/** The genuine entry point in a process of its own, with nothing of our environment. */
function start(entry: 'api' | 'worker', env: Record<string, string>) {
  const file = path.join(path.dirname(fileURLToPath(import.meta.url)), `${entry}.ts`);
  const child = spawn(process.execPath, ['--import', TSX, file], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.err += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const lines = () =>
    output.out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const logged = async (message: string) => {
    await expect.poll(() => lines().find(({ msg }) => msg === message), { timeout: 20_000 }).toBeDefined();
    return lines().find(({ msg }) => msg === message) ?? {};
  };
  return { child, output, exited, lines, logged };
}

describe('a process', () => {
  it('stops on a bad environment with one line that names it', async () => {
    const { output, exited } = start('worker', { ...sound(), ENCRYPTION_KEYS: 'nonsense' });
    expect(await exited).toBe(1);
    expect(output.err).toMatch(/^siar worker: ENCRYPTION_KEYS must be [^\n]+\n$/);
    expect(output.out).toBe('');
  });

  it('that finds its port taken says so and exits', async () => {
    const taken = createServer();
    const port = await listen(taken, 0);
    const { exited, lines } = start('api', { ...sound(), PORT: String(port) });
    expect(await exited).toBe(1);
    expect(lines().at(-1)?.['msg']).toBe(`could not start: PORT ${port} is already in use`);
    taken.close();
  });

  it('ends cleanly on SIGTERM, with connections open', async () => {
    const { child, exited, logged } = start('api', sound());
    const { port } = await logged('listening');
    await logged('ready');
    const idle = await fetch(`http://127.0.0.1:${String(port)}/health/ready`);
    expect(idle.status).toBe(200);
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
  });

  it('ends at once on SIGINT while it still waits for its database', async () => {
    const { child, exited, logged } = start('api', {
      ...sound(),
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x',
    });
    await logged('the database is not reachable; waiting for it');
    const asked = Date.now();
    child.kill('SIGINT');
    expect(await exited).toBe(0);
    expect(Date.now() - asked).toBeLessThan(5_000);
  });
});
