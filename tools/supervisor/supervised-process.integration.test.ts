import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { identify, isAlive, sendSignal, waitUntilGone } from '../process/process-identity.ts';
import { superviseProcess, type SupervisedProcess } from './supervised-process.ts';

let home: string;
let reports: Server;
let waiting: ((pids: Pids) => void)[];
let arrived: Pids[];
let supervised: SupervisedProcess | undefined;

type Pids = { own: number; grandchild: number };

/** Each incarnation tells the test its pid and that of a grandchild which moved to a session of its own. */
const PROGRAM = `
  const { spawn } = require('node:child_process');
  const idle = ['-e', 'setInterval(() => undefined, 60000)'];
  const grandchild = spawn(process.execPath, idle, { detached: true, stdio: 'ignore' });
  if (process.env.STUBBORN) process.on('SIGTERM', () => undefined);
  fetch(process.env.REPORT_TO, { method: 'POST', body: JSON.stringify({ own: process.pid, grandchild: grandchild.pid }) });
  setInterval(() => undefined, 60000);`;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'siar-supervisor-'));
  waiting = [];
  arrived = [];
  reports = createServer((request, response) => {
    request.on('data', (body: Buffer) => {
      const pids = JSON.parse(body.toString('utf8')) as Pids;
      const next = waiting.shift();
      if (next) next(pids);
      else arrived.push(pids);
    });
    response.end();
  });
  reports.listen(0, '127.0.0.1');
  await once(reports, 'listening');
});

afterEach(async () => {
  await supervised?.stop();
  supervised = undefined;
  reports.close();
  reports.closeAllConnections();
  rmSync(home, { recursive: true, force: true });
});

async function nextStart(): Promise<Pids> {
  return arrived.shift() ?? new Promise((resolve) => waiting.push(resolve));
}

function supervise(script: string, env: NodeJS.ProcessEnv = {}): SupervisedProcess {
  const address = reports.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  supervised = superviseProcess(
    {
      name: 'subject',
      command: process.execPath,
      args: ['-e', script],
      env: { ...process.env, REPORT_TO: `http://127.0.0.1:${port}`, ...env },
      cwd: home,
      logFile: join(home, 'subject.log'),
      untilReady: (signal) =>
        new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('ended')));
          if (script === PROGRAM) resolve();
        }),
      stopTimeoutMs: 500,
    },
    () => undefined,
  );
  return supervised;
}

async function expectGone(...pids: number[]): Promise<void> {
  for (const pid of pids) {
    const identity = identify(pid);
    if (identity) expect(await waitUntilGone(identity, 5_000)).toBe(true);
  }
}

test('a crashed process is started again, and what it had started is gone', async () => {
  const subject = supervise(PROGRAM);
  await subject.ready;
  const first = await nextStart();
  sendSignal(first.own, 'SIGKILL');
  const second = await nextStart();
  expect(second.own).not.toBe(first.own);
  expect(subject.pid()).toBe(second.own);
  await expectGone(first.grandchild);
});

test('stop leaves neither the process nor a grandchild in a session of its own', async () => {
  const subject = supervise(PROGRAM);
  const pids = await nextStart();
  const grandchild = identify(pids.grandchild);
  expect(grandchild && isAlive(grandchild)).toBe(true);
  await subject.stop();
  await expectGone(pids.own, pids.grandchild);
});

test('a process that ignores SIGTERM is killed when its time is over', async () => {
  const subject = supervise(PROGRAM, { STUBBORN: '1' });
  const pids = await nextStart();
  await subject.stop();
  await expectGone(pids.own, pids.grandchild);
});

test('a process that ends before it was ever ready fails the start with its last words', async () => {
  const subject = supervise('console.error("PORT is missing"); process.exit(3)');
  await expect(subject.ready).rejects.toThrow(/subject ended \(exit code 3\): PORT is missing/);
});
