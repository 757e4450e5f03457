import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { runBenchmark, type Benchmark, type BenchmarkResult } from './bench/benchmark.ts';
import { phoneNormalise } from './bench/phone-normalise.bench.ts';
import { ROOT } from './repository.ts';
import { say } from './terminal.ts';

const BENCHMARKS: readonly Benchmark[] = [phoneNormalise];

/** `npm run bench [-- --only=NAME] [-- --quick]`: fails when a figure misses its goal, unless it was a quick one. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { only: { type: 'string' }, quick: { type: 'boolean', default: false } },
  });
  const chosen = BENCHMARKS.filter(({ name }) => values.only === undefined || name === values.only);
  if (chosen.length === 0)
    throw new Error(`--only: no such benchmark; there are ${BENCHMARKS.map(({ name }) => name).join(', ')}`);

  const results: BenchmarkResult[] = [];
  for (const benchmark of chosen) {
    say(`measuring ${benchmark.name} against ${benchmark.against}`);
    results.push(await runBenchmark(benchmark, { quick: values.quick }));
  }
  print(results);
  await write(results);
  const isMissed = results.some(({ ratio, goal }) => goal !== null && ratio < goal);
  return isMissed && !values.quick ? 1 : 0;
}

function print(results: readonly BenchmarkResult[]): void {
  const rows = [
    ['benchmark', 'value', 'baseline', 'unit', 'ratio', 'goal', ''],
    ...results.map(({ name, value, baseline, unit, ratio, goal }) => [
      name,
      value.toLocaleString('en'),
      baseline.toLocaleString('en'),
      unit,
      `${ratio}×`,
      goal === null ? '' : `${goal}×`,
      goal === null || ratio >= goal ? '' : 'MISSED',
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of rows)
    process.stdout.write(
      `${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
}

async function write(results: readonly BenchmarkResult[]): Promise<void> {
  const file = join(ROOT, 'bench', 'results', 'latest.json');
  const processors = cpus();
  const machine = `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ${process.platform}`;
  await mkdir(join(ROOT, 'bench', 'results'), { recursive: true });
  await writeFile(file, `${JSON.stringify({ machine, date: new Date().toISOString(), results }, null, 2)}\n`);
  say(`wrote ${relative(ROOT, file)}`);
}
