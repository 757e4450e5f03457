import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT, STATE } from '../repository.ts';
import type { Check } from './check.ts';
import { programCheck } from './program-check.ts';

/** tsc for each workspace. What it learned is kept, so that a second run reads only what changed. */
export function typeChecks(): Check[] {
  const cache = join(STATE, 'cache');
  mkdirSync(cache, { recursive: true });
  return workspaces().map((workspace) =>
    programCheck({
      name: `types ${workspace}`,
      program: 'typescript/bin/tsc',
      args: [
        '-p',
        workspace,
        '--incremental',
        '--tsBuildInfoFile',
        join(cache, `${workspace.replaceAll('/', '-')}.tsbuildinfo`),
      ],
    }),
  );
}

function workspaces(): string[] {
  const folders = ['apps', 'packages'].flatMap((parent) =>
    readdirSync(join(ROOT, parent)).map((name) => join(ROOT, parent, name)),
  );
  return [...folders, join(ROOT, 'tools')]
    .filter((folder) => existsSync(join(folder, 'tsconfig.json')))
    .map((folder) => relative(ROOT, folder));
}
