import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { runCommand } from './process/run-command.ts';

/** First of the names that is a program: on the PATH, or itself an absolute path. */
export function findProgram(names: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = names.flatMap((name) =>
    isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name)),
  );
  return candidates.find((candidate) => {
    try {
      accessSync(candidate, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * The program's path; installed with apt-get when it is missing and we may.
 * @throws Error that says the exact command when we may not.
 */
export async function ensureProgram({
  names,
  aptPackage,
  say,
}: {
  names: readonly string[];
  aptPackage: string;
  say: (line: string) => void;
}): Promise<string> {
  const found = findProgram(names);
  if (found !== undefined) return found;
  const install = `apt-get update && apt-get install -y --no-install-recommends ${aptPackage}`;
  const apt = findProgram(['apt-get']);
  if (process.getuid?.() !== 0 || apt === undefined)
    throw new Error(`${names[0] ?? aptPackage} is needed and not installed. Run: sudo sh -c '${install}'`);

  say(`installing ${aptPackage} (${install})`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand(apt, ['update'], { env });
  await runCommand(apt, ['install', '-y', '--no-install-recommends', aptPackage], { env });
  const installed = findProgram(names);
  if (installed === undefined)
    throw new Error(`${aptPackage} was installed but brought no ${names.join(' or ')}`);
  return installed;
}
