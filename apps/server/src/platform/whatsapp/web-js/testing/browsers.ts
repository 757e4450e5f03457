import { readdir, readFile } from 'node:fs/promises';

interface Process {
  pid: number;
  parent: number;
  command: string;
}

/** Chromium processes whose profile lies below the folder, with their children (renderers name no profile). */
export async function browsersOf(profileRoot: string): Promise<Process[]> {
  const all = await processes();
  const mine = all.filter(({ command }) => command.includes(`--user-data-dir=${profileRoot}`));
  const pids = new Set(mine.map(({ pid }) => pid));
  // Zygotes stand between a browser and its renderers, so this takes more than one round.
  for (let before = -1; before !== pids.size;) {
    before = pids.size;
    for (const { pid, parent } of all) if (pids.has(parent)) pids.add(pid);
  }
  return all.filter(({ pid, command }) => pids.has(pid) && command !== '');
}

async function processes(): Promise<Process[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(pids.map((pid) => describe(pid).catch(() => null)));
  return found.filter((one) => one !== null);
}

async function describe(pid: number): Promise<Process> {
  const [command, stat] = await Promise.all([
    readFile(`/proc/${pid}/cmdline`, 'utf8'),
    readFile(`/proc/${pid}/stat`, 'utf8'),
  ]);
  // "pid (name) state parent …": the name may hold blanks and brackets.
  const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  return { pid, parent, command: command.replaceAll('\0', ' ') };
}
