import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { buildServer } from './build/build-server.ts';
import { buildWeb } from './build/build-web.ts';
import { checkSources } from './check.ts';
import { ensureChromium } from './chromium.ts';
import { ensureRedis } from './redis/index.ts';
import { ROOT, STATE } from './repository.ts';
import { say, seconds } from './terminal.ts';
import { SUMMARY_FILE_VARIABLE } from './testing/summary-reporter.ts';

const figures = z.object({ passed: z.number(), failed: z.number() });
type Figures = z.infer<typeof figures>;

/**
 * `npm test`: everything. Arguments go to vitest.
 * Its last line is `N passed, N failed`: the checks of `npm run check` count as one test each.
 */
export async function main(args: readonly string[]): Promise<number> {
  const start = Date.now();
  const failures: string[] = [];
  let counted: Figures = { passed: 0, failed: 0 };
  try {
    await ensureRedis({ say });
    const chromium = await ensureChromium({ say });
    // The browser tests drive what a user gets: the built server and the built web app.
    await buildServer({ say });
    await buildWeb({ say });
    const checks = await checkSources();
    const broken = checks.filter(({ complaint }) => complaint !== undefined);
    failures.push(...broken.map(({ name }) => name));
    const tests = await runVitest({ args, chromium });
    counted = { passed: checks.length - broken.length + tests.passed, failed: broken.length + tests.failed };
  } catch (error) {
    counted = { ...counted, failed: counted.failed + 1 };
    process.stderr.write(`siar: ${error instanceof Error ? error.message : String(error)}\n`);
  }
  if (failures.length > 0) say(`failed checks: ${failures.join(', ')}`);
  say(`the whole run took ${seconds(start)}`);
  process.stdout.write(`${counted.passed} passed, ${counted.failed} failed\n`);
  return counted.failed === 0 ? 0 : 1;
}

async function runVitest({
  args,
  chromium,
}: {
  args: readonly string[];
  chromium: string;
}): Promise<Figures> {
  const summary = join(STATE, `test-summary-${process.pid}.json`);
  mkdirSync(STATE, { recursive: true });
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(process.execPath, [vitest, 'run', ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, CHROMIUM_PATH: chromium, [SUMMARY_FILE_VARIABLE]: summary },
    });
    // Vitest stops its workers and our servers itself; we wait for it.
    const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
    process.on('SIGINT', pass).on('SIGTERM', pass);
    child.once('error', reject);
    child.once('exit', (exitCode) => {
      process.off('SIGINT', pass).off('SIGTERM', pass);
      resolve(exitCode);
    });
  });
  try {
    if (!existsSync(summary)) return { passed: 0, failed: 1 };
    const tests = figures.parse(JSON.parse(readFileSync(summary, 'utf8')));
    // Vitest has complaints that are no test's, such as a global teardown that failed.
    return code === 0 || tests.failed > 0 ? tests : { ...tests, failed: 1 };
  } finally {
    rmSync(summary, { force: true });
  }
}
