import { existsSync, readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ROOT } from '../repository.ts';
import { fingerprint } from './fingerprint.ts';

/**
 * Builds into `output` when what lies there was built from other sources.
 * The build happens beside it: a failed or interrupted one leaves the last good one in place.
 */
export async function buildOnce({
  title,
  sources,
  output,
  build,
  say,
}: {
  title: string;
  /** Absolute files and folders that decide over the result. */
  sources: readonly string[];
  /** Absolute folder. */
  output: string;
  build: (draft: string) => Promise<void>;
  say: (line: string) => void;
}): Promise<void> {
  const wanted = fingerprint([...sources, join(ROOT, 'pnpm-lock.yaml'), join(ROOT, 'tools', 'build')]);
  const stamp = join(output, '.sources');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  const start = Date.now();
  const draft = `${output}.${process.pid}`;
  try {
    await build(draft);
    await writeFile(join(draft, '.sources'), wanted);
    await rm(output, { recursive: true, force: true });
    await rename(draft, output);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  say(`built ${title} into ${relative(ROOT, output)} in ${((Date.now() - start) / 1000).toFixed(1)} s`);
}
