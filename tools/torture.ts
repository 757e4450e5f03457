import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildServer } from './build/build-server.ts';
import { buildWeb } from './build/build-web.ts';
import { freePort } from './process/free-port.ts';
import { STATE } from './repository.ts';
import { startDemoStack } from './runtime/demo-stack.ts';
import { withStack } from './runtime/run-stack.ts';
import { say } from './terminal.ts';
import { killWorker } from './torture/kill-worker.torture.ts';
import { seededRandom, type TortureCase, type TortureOutcome } from './torture/torture-case.ts';

/** What shells call a process that Ctrl+C ended. */
const INTERRUPTED = 130;

const CASES: readonly TortureCase[] = [killWorker];

/**
 * `npm run torture [-- --kills=N] [-- --seed=S] [-- --only=CASE]`: breaks things on purpose and counts the damage.
 * Fails when a message was lost or sent twice.
 */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      kills: { type: 'string', default: '5' },
      seed: { type: 'string', default: String(Date.now() % 100_000) },
      only: { type: 'string' },
    },
  });
  const kills = wholeNumber('--kills', values.kills);
  const seed = wholeNumber('--seed', values.seed);
  const chosen = CASES.filter(({ name }) => values.only === undefined || name === values.only);
  if (chosen.length === 0)
    throw new Error(`--only: no such case; there are ${CASES.map(({ name }) => name).join(', ')}`);
  await buildServer({ say });
  await buildWeb({ say });

  const total = await withStack({
    say,
    work: async ({ stack }) => {
      const home = join(STATE, 'torture');
      await rm(join(home, 'whatsapp-ledger.jsonl'), { force: true });
      const siar = await startDemoStack({ stack, home, port: await freePort(), engine: 'simulator' });
      const sum: TortureOutcome = { kills: 0, messages: 0, lost: 0, duplicated: 0, unknown: 0 };
      for (const torture of chosen) {
        say(`${torture.name}: ${kills} kills, seed ${seed}`);
        const outcome = await torture.run({ siar, kills, random: seededRandom(seed), say });
        for (const key of Object.keys(sum) as (keyof TortureOutcome)[]) sum[key] += outcome[key];
      }
      return sum;
    },
  });
  if (total === undefined) return INTERRUPTED;
  process.stdout.write(`${JSON.stringify(total)}\n`);
  return total.lost + total.duplicated === 0 ? 0 : 1;
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name} must be a whole number, not "${text}"`);
  return Number(text);
}
