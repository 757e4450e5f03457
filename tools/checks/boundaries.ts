import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { runCommand } from '../process/run-command.ts';
import { ROOT } from '../repository.ts';
import type { Check } from './check.ts';

const FOLDERS = ['apps', 'packages', 'tools'];

const cruise = z.object({
  summary: z.object({
    violations: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        rule: z.object({ name: z.string() }),
        cycle: z.array(z.object({ name: z.string() })).optional(),
      }),
    ),
  }),
  modules: z.array(z.object({ source: z.string(), dependencies: z.array(z.unknown()) })),
});

/** dependency-cruiser with .dependency-cruiser.cjs, and a look at whether it has read the sources at all. */
export const boundaries: Check = {
  name: 'boundaries',
  run: async () => {
    const program = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
    const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...FOLDERS];
    // The number of violations is its exit code; the answer is in the JSON either way.
    const output = await runCommand(
      '/bin/sh',
      ['-c', '"$@" || true', 'sh', process.execPath, program, ...args],
      {
        cwd: ROOT,
      },
    );
    const parsed = cruise.safeParse(parseJson(output));
    if (!parsed.success) return `dependency-cruiser did not answer in JSON:\n${output.slice(-2000)}`;
    return describeBlindness(parsed.data) ?? describeViolations(parsed.data);
  },
};

/**
 * Under a TypeScript that it does not know, dependency-cruiser reads next to nothing and finds no violation.
 * So the modules that it read are compared with the sources that are there.
 */
function describeBlindness({ modules }: z.infer<typeof cruise>): string | undefined {
  const sources = sourceFiles();
  const read = new Set(modules.map((module) => module.source));
  const missed = sources.filter((source) => !read.has(source));
  const linked = modules.filter((module) => /\.tsx?$/.test(module.source) && module.dependencies.length > 0);
  if (missed.length <= sources.length / 10 && linked.length >= sources.length / 2) return undefined;
  return `dependency-cruiser read ${read.size - missed.length} modules, ${linked.length} of them with imports, where ${sources.length} sources are: is this TypeScript one that it supports?`;
}

function describeViolations({ summary }: z.infer<typeof cruise>): string | undefined {
  if (summary.violations.length === 0) return undefined;
  return summary.violations
    .map(
      ({ rule, from, to, cycle }) =>
        `${rule.name}: ${[from, ...(cycle?.map(({ name }) => name) ?? [to])].join(' → ')}`,
    )
    .join('\n');
}

/** TypeScript files that git knows or would take. */
function sourceFiles(): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...FOLDERS];
  return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' })
    .split('\n')
    .filter((file) => /\.tsx?$/.test(file));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
