import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { identify, sendSignal, waitUntilGone, type ProcessIdentity } from '../process/process-identity.ts';
import type { Placement } from './placement.ts';

const START_TIMEOUT_MS = 60_000;
const FAST_STOP_TIMEOUT_MS = 10_000;
const LOG_LIMIT_BYTES = 16 * 1024 * 1024;

export type Postmaster = { child: ChildProcess; identity: ProcessIdentity; port: number };

/** The port was taken between our look and PostgreSQL's. */
export class PortTaken extends Error {}

/**
 * Starts the server and waits until it takes connections.
 * It gets a process group of its own: Ctrl+C in the terminal must reach the processes that use it first.
 */
export async function launchPostmaster({
  placement,
  port,
  logFile,
  durable,
}: {
  placement: Placement;
  port: number;
  logFile: string;
  durable: boolean;
}): Promise<Postmaster> {
  const { account, binaries, data } = placement;
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    // TCP only: a socket's path may hold 107 bytes, and clones lie in longer folders.
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const args = [
    '-D',
    data,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const log = openLog(logFile);
  const logStart = statSync(logFile).size;
  const child = spawn(binaries.postgres, args, {
    ...account,
    cwd: '/',
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const failed = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', () => resolve(readFileSync(logFile, 'utf8').slice(logStart)));
  });

  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const output = await Promise.race([failed, pause(15)]);
    if (output?.includes('Address already in use')) throw new PortTaken(output);
    if (output !== undefined) throw new Error(`PostgreSQL does not start: ${lastFatal(output)} (${logFile})`);
    const identity = child.pid === undefined ? undefined : identify(child.pid);
    if (identity && readPidFile(data)?.ready && readPidFile(data)?.pid === child.pid)
      return { child, identity, port };
  }
  child.kill('SIGQUIT');
  throw new Error(`PostgreSQL was not ready within ${START_TIMEOUT_MS / 1000} s (${logFile})`);
}

/** Fast shutdown: connections are ended, what is committed is on disk. After ten seconds, immediate. */
export async function stopPostmaster(identity: ProcessIdentity): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    sendSignal(identity.pid, signal);
    if (await waitUntilGone(identity, FAST_STOP_TIMEOUT_MS)) return;
  }
}

/** The server that runs on this directory, whoever started it; a pid file that speaks of a stranger is removed. */
export async function findPostmaster(data: string): Promise<ProcessIdentity | undefined> {
  const file = readPidFile(data);
  if (!file) return undefined;
  const identity = identify(file.pid);
  if (identity && commandOf(file.pid).includes(data)) return identity;
  // Left by a crash. After a restart of the machine the number may be another program's,
  // which PostgreSQL would take for a running server.
  await rm(join(data, 'postmaster.pid'), { force: true });
  return undefined;
}

/** PostgreSQL's own pid file: the pid is its first line, its state the eighth. */
function readPidFile(data: string): { pid: number; ready: boolean } | undefined {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    return Number.isInteger(pid) && pid > 0 ? { pid, ready: lines[7]?.trim() === 'ready' } : undefined;
  } catch {
    return undefined;
  }
}

function commandOf(pid: number): string {
  if (process.platform !== 'linux')
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function openLog(logFile: string): number {
  mkdirSync(dirname(logFile), { recursive: true });
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) truncateSync(logFile);
  return openSync(logFile, 'a', 0o600);
}

function lastFatal(output: string): string {
  const lines = output.trim().split('\n');
  return lines.findLast((line) => /FATAL|PANIC/.test(line)) ?? lines.at(-1) ?? 'it said nothing';
}

async function pause(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ms));
}
