import { spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { identify, waitUntilGone } from '../process/process-identity.ts';
import { runCommand } from '../process/run-command.ts';
import { accountCan } from './account.ts';
import { startPostgres, startTemporaryPostgres } from './index.ts';

const asRoot = process.getuid?.() === 0;
const nobody = 65534;
/** In a clone that only root can enter, there is no ordinary user to speak of. */
const strangersCanEnter =
  asRoot && accountCan({ uid: nobody, gid: nobody }, 'test -r "$1"', fileURLToPath(import.meta.url));
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'siar-postgres-'));
  chmodSync(home, 0o755);
});

afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a second start finds the data, the port and the password of the first', async () => {
  const dataDir = join(home, '.siar', 'postgres');
  const first = await startPostgres({ dataDir });
  await query(first.url, 'CREATE TABLE coffee AS SELECT 1 AS cups');
  await first.stop();
  const second = await startPostgres({ dataDir });
  try {
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'SELECT cups FROM coffee')).toEqual([{ cups: 1 }]);
  } finally {
    await second.stop();
  }
});

test('it listens on loopback only, asks for the password, writes to disk and is never root', async () => {
  const dataDir = join(home, 'postgres');
  const postgres = await startPostgres({ dataDir });
  try {
    const [settings] = await query(
      postgres.url,
      `SELECT current_setting('listen_addresses') AS address, current_setting('unix_socket_directories') AS socket,
              current_setting('fsync') AS fsync, current_setting('server_version_num')::int / 10000 AS version`,
    );
    expect(settings).toEqual({ address: '127.0.0.1', socket: '', fsync: 'on', version: 18 });
    const wrong = new URL(postgres.url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
    expect(statSync(`${dataDir}.json`).mode & 0o777).toBe(0o600);
    expect(statSync(dataDir).uid === 0).toBe(false);
  } finally {
    await postgres.stop();
  }
});

test('a directory in use by another living process is refused with its number', async () => {
  const dataDir = join(home, 'postgres');
  const holder = await holdOpen(dataDir);
  try {
    await expect(startPostgres({ dataDir })).rejects.toThrow(`process ${holder.pid} already runs`);
  } finally {
    holder.kill();
    await holder.ended;
  }
});

test('PostgreSQL ends when its starter is killed, and the next start works', async () => {
  const dataDir = join(home, 'postgres');
  const holder = await holdOpen(dataDir);
  const postmaster = identify(Number(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[0]));
  if (!postmaster) throw new Error('PostgreSQL is not there');
  holder.kill();
  await holder.ended;
  expect(await waitUntilGone(postmaster, 10_000)).toBe(true);
  const next = await startPostgres({ dataDir });
  expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await next.stop();
});

test('a temporary cluster leaves nothing behind', async () => {
  const parent = join(home, 'tmp');
  const postgres = await startTemporaryPostgres({ parent });
  expect(await query(postgres.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await postgres.stop();
  expect(await runCommand('ls', ['-A', parent])).toBe('');
});

test.runIf(asRoot)(
  'root in a folder that only root can enter gets data that PostgreSQL can reach',
  async () => {
    const clone = join(home, 'clone');
    const dataDir = join(clone, 'postgres');
    await runCommand('mkdir', ['-m', '0700', clone]);
    const postgres = await startPostgres({ dataDir });
    const { home: elsewhere } = z
      .object({ home: z.string() })
      .parse(JSON.parse(readFileSync(`${dataDir}.json`, 'utf8')));
    try {
      expect(existsSync(dataDir)).toBe(false);
      await query(postgres.url, 'CREATE TABLE kept AS SELECT 1');
      await postgres.stop();
      const again = await startPostgres({ dataDir });
      await query(again.url, 'SELECT * FROM kept');
      await again.stop();
    } finally {
      rmSync(dirname(elsewhere), { recursive: true, force: true });
    }
  },
);

test.runIf(strangersCanEnter)('an ordinary user runs it as himself', async () => {
  chownSync(home, nobody, nobody);
  const dataDir = join(home, 'postgres');
  const holder = await holdOpen(dataDir, nobody);
  expect(statSync(dataDir).uid).toBe(nobody);
  holder.kill();
  await holder.ended;
});

/** A process of its own that starts PostgreSQL and keeps it until it is killed with SIGKILL. */
async function holdOpen(
  dataDir: string,
  uid?: number,
): Promise<{ pid: number; kill(): void; ended: Promise<unknown> }> {
  const script = `
    import(${JSON.stringify(new URL('./index.ts', import.meta.url).href)})
      .then(({ startPostgres }) => startPostgres({ dataDir: ${JSON.stringify(dataDir)} }))
      .then(() => { console.log('up'); setInterval(() => undefined, 60_000); });`;
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, HOME: home },
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', () => reject(new Error('the holder ended before PostgreSQL was up')));
  });
  if (child.pid === undefined) throw new Error('the holder has no pid');
  return { pid: child.pid, kill: () => void child.kill('SIGKILL'), ended };
}
