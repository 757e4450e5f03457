import { availableParallelism } from 'node:os';
import { boundaries } from './checks/boundaries.ts';
import { runChecks, type Check, type CheckResult } from './checks/check.ts';
import { programCheck } from './checks/program-check.ts';
import { typeChecks } from './checks/types.ts';
import { say } from './terminal.ts';

/** `npm run check`: types, lint, format and boundaries. */
export async function main(): Promise<number> {
  const results = await checkSources();
  return results.every(({ complaint }) => complaint === undefined) ? 0 : 1;
}

/** Runs them all and says of each how it went; a failed one does not stop the others. */
export async function checkSources(): Promise<CheckResult[]> {
  // The long ones first, so that the short ones fill the other core.
  const checks: Check[] = [
    programCheck({ name: 'lint', program: 'eslint/bin/eslint.js', args: ['.', '--max-warnings', '0'] }),
    ...typeChecks(),
    boundaries,
    programCheck({
      name: 'format',
      program: 'prettier/bin/prettier.cjs',
      args: ['--check', '--log-level', 'warn', '.'],
    }),
  ];
  return runChecks({
    checks,
    parallel: Math.min(2, availableParallelism()),
    onResult: ({ name, complaint, tookMs }) => {
      say(`${complaint === undefined ? 'ok    ' : 'FAILED'} ${name} (${(tookMs / 1000).toFixed(1)} s)`);
      if (complaint !== undefined) process.stdout.write(`${complaint}\n`);
    },
  });
}
