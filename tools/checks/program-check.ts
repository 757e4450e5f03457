import { join } from 'node:path';
import { runCommand } from '../process/run-command.ts';
import { ROOT } from '../repository.ts';
import type { Check } from './check.ts';

/** A check that is a Node program of node_modules: its complaint is what it prints when it fails. */
export function programCheck({
  name,
  program,
  args,
}: {
  name: string;
  program: string;
  args: string[];
}): Check {
  return {
    name,
    run: () =>
      runCommand(process.execPath, [join(ROOT, 'node_modules', program), ...args], { cwd: ROOT }).then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      ),
  };
}
