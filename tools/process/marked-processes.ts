import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { sendSignal } from './process-identity.ts';

/** Environment variable that every descendant of a supervised process inherits, whatever session it moves to. */
export const MARK_VARIABLE = 'SIAR_RUN';

export function newMark(): string {
  return randomBytes(8).toString('hex');
}

/**
 * Kills what bears the mark. Chromium leads a process group of its own, so killing the worker's group misses it,
 * and once the worker is dead nothing else tells whose it was. Only Linux shows another process's environment;
 * elsewhere this finds nothing and the groups must do.
 * @returns how many were killed
 */
export function killMarked(mark: string): number {
  if (process.platform !== 'linux') return 0;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid && bears(name, mark))
    .filter((name) => sendSignal(Number(name), 'SIGKILL')).length;
}

function bears(pid: string, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`${MARK_VARIABLE}=${mark}`);
  } catch {
    return false;
  }
}
