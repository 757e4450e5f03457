import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { identify, isAlive, waitUntilGone } from './process-identity.ts';

/** A process that starts another in a group of its own, guards it, tells its pid and waits. */
const PARENT = `
  import { spawn } from 'node:child_process';
  import { guard } from ${JSON.stringify(new URL('./guardian.ts', import.meta.url).href)};
  const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
  const guardian = guard({ target: -child.pid, signals: ['SIGTERM', 'SIGKILL'] });
  process.once('SIGTERM', () => { guardian.release(); setTimeout(() => process.exit(0), 50); });
  console.log(child.pid);
  setInterval(() => undefined, 60_000);`;

async function startParent() {
  const args = ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', PARENT];
  const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const guarded = identify(Number(line.toString('utf8')));
  if (!guarded) throw new Error('the guarded process is not there');
  return { parent, guarded };
}

test('who is killed with SIGKILL takes the guarded group along', async () => {
  const { parent, guarded } = await startParent();
  expect(isAlive(guarded)).toBe(true);
  parent.kill('SIGKILL');
  expect(await waitUntilGone(guarded, 5_000)).toBe(true);
});

test('a released guardian lets the group live', async () => {
  const { parent, guarded } = await startParent();
  parent.kill('SIGTERM');
  await once(parent, 'exit');
  expect(isAlive(guarded)).toBe(true);
  process.kill(guarded.pid, 'SIGKILL');
  expect(await waitUntilGone(guarded, 5_000)).toBe(true);
});
