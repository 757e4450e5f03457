import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { guard } from '../process/guardian.ts';
import { killMarked, MARK_VARIABLE, newMark } from '../process/marked-processes.ts';
import { sendSignal } from '../process/process-identity.ts';

const LOG_LIMIT_BYTES = 32 * 1024 * 1024;
const FIRST_RESTART_MS = 250;
const LONGEST_RESTART_MS = 15_000;
/** Who ran this long has recovered: the next crash is a new story. */
const STEADY_MS = 60_000;

export type ProcessPlan = {
  name: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  logFile: string;
  /** Resolves when the process does its work; rejects when it never will. `signal` aborts when the process ends. */
  untilReady: (signal: AbortSignal) => Promise<void>;
  /** How long a SIGTERM may take before the whole group is killed. */
  stopTimeoutMs: number;
};

export type SupervisedProcess = {
  readonly name: string;
  /** Of the present incarnation; undefined between a crash and the restart. */
  pid(): number | undefined;
  /** Resolves when ready for the first time; rejects when it ends or gives up before. */
  ready: Promise<void>;
  /** SIGTERM, then SIGKILL to all that belongs to it. */
  stop(): Promise<void>;
  /** SIGKILL now. */
  kill(): void;
};

/**
 * Keeps one process running: restarts it with a growing delay when it crashes after it was once ready.
 * It leads its own process group, so that Ctrl+C reaches us alone and we stop things in order.
 */
export function superviseProcess(plan: ProcessPlan, say: (line: string) => void): SupervisedProcess {
  let current: { child: ChildProcess; mark: string; ended: Promise<void> } | undefined;
  let stopping = false;
  let hasBeenReady = false;
  let delayMs = FIRST_RESTART_MS;
  let restart: NodeJS.Timeout | undefined;

  const launch = (): Promise<void> => {
    const mark = newMark();
    const log = openLog(plan.logFile);
    const logStart = statSync(plan.logFile).size;
    const startedAt = Date.now();
    const child = spawn(plan.command, plan.args, {
      cwd: plan.cwd,
      env: { ...plan.env, [MARK_VARIABLE]: mark },
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    const aborter = new AbortController();
    const guardian =
      child.pid === undefined ? undefined : guard({ target: -child.pid, signals: ['SIGTERM', 'SIGKILL'] });
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(signal ?? `exit code ${String(code)}`));
    }).then((how) => {
      aborter.abort();
      guardian?.release();
      // What it started dies with it: a Chromium left alone would keep its number's profile locked.
      if (child.pid !== undefined) sendSignal(-child.pid, 'SIGKILL');
      killMarked(mark);
      current = undefined;
      return how;
    });
    current = { child, mark, ended: ended.then(() => undefined) };

    const died = ended.then((how) => {
      if (stopping) throw new Error(`${plan.name} was stopped`);
      if (!hasBeenReady) throw new Error(`${plan.name} ended (${how}): ${lastWords(plan.logFile, logStart)}`);
      if (Date.now() - startedAt > STEADY_MS) delayMs = FIRST_RESTART_MS;
      say(`${plan.name} ended (${how}); starting it again in ${delayMs} ms`);
      restart = setTimeout(() => void launch().catch(() => undefined), delayMs);
      delayMs = Math.min(delayMs * 2, LONGEST_RESTART_MS);
      throw new Error(`${plan.name} ended (${how})`);
    });
    // The end of the process says more than a readiness check that it cut short.
    const ready = plan.untilReady(aborter.signal).catch((error: unknown) => {
      if (aborter.signal.aborted) return died;
      throw error;
    });
    return Promise.race([ready, died]);
  };

  const ready = launch().then(() => {
    hasBeenReady = true;
  });
  // Whoever waits for it hears of it; a supervisor that is stopping meanwhile does not.
  ready.catch(() => undefined);

  return {
    name: plan.name,
    pid: () => current?.child.pid,
    ready,
    stop: async () => {
      stopping = true;
      clearTimeout(restart);
      if (!current) return;
      const { child, ended } = current;
      child.kill('SIGTERM');
      const timer = setTimeout(() => {
        say(`${plan.name} does not stop; killing it`);
        if (child.pid !== undefined) sendSignal(-child.pid, 'SIGKILL');
      }, plan.stopTimeoutMs);
      await ended;
      clearTimeout(timer);
    },
    kill: () => {
      if (!current?.child.pid) return;
      sendSignal(-current.child.pid, 'SIGKILL');
    },
  };
}

function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) truncateSync(file);
  return openSync(file, 'a', 0o600);
}

/** What it wrote that says why it ended: its last error if it named one, else its last line. */
function lastWords(file: string, from: number): string {
  const lines = readFileSync(file).subarray(from).toString('utf8').trim().split('\n');
  const said = lines.findLast((line) => /error|fatal/i.test(line) && !/^\s+at /.test(line)) ?? lines.at(-1);
  return `${said === undefined || said === '' ? 'it said nothing' : messageOf(said.trim())} (${file})`;
}

/** Our processes log JSON; what counts for a person is its `msg`. */
function messageOf(line: string): string {
  try {
    const parsed = z.object({ msg: z.string() }).safeParse(JSON.parse(line));
    return parsed.success ? parsed.data.msg : line;
  } catch {
    return line;
  }
}
