import { spawn, type SpawnOptions } from 'node:child_process';

type RunOptions = Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'>;

/** Of what a failed program wrote, stack frames left out. */
const TAIL_LINES = 20;

/**
 * Runs a program to its end and gives its output.
 * @throws Error with the program's last lines when it cannot start or ends with anything but 0.
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(output);
      const lines = output.trim().split('\n');
      const tail = lines
        .filter((line) => !/^\s+at /.test(line))
        .slice(-TAIL_LINES)
        .join('\n');
      reject(new Error(`${command} ended with ${signal ?? String(code)}\n${tail}`));
    });
  });
}
