import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Watches over a process for as long as ours lives.
 *
 * A parent that is killed with SIGKILL cannot stop its children. The guardian is a shell in its own process
 * group that reads from a pipe only we hold: when we die, however we die, the pipe closes and the
 * guardian sends the signals, five seconds apart. `target` below zero names a process group.
 */
export function guard({ target, signals }: { target: number; signals: NodeJS.Signals[] }): {
  release(): void;
} {
  // Any input means: released, nothing to do. The end of the input without a line means: the parent died.
  const script =
    'read -r _ && exit 0; target=$1; shift; for s; do kill -s "$s" -- "$target" 2>/dev/null || exit 0; for _ in 1 2 3 4 5; do kill -0 -- "$target" 2>/dev/null || exit 0; sleep 1; done; done';
  const names = signals.map((signal) => signal.replace('SIG', ''));
  const shell = spawn('/bin/sh', ['-c', script, 'siar-guardian', String(target), ...names], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  });
  // A guardian that could not start or was killed leaves us as we were without it.
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  // A piped stdin is a socket, which the Writable type does not show.
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  return { release: () => void shell.stdin.end('released\n') };
}
