import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const NOT_SOURCES = new Set(['node_modules', 'dist', 'generated', '.siar']);

/** One hash over the names and contents of all files under the paths: tells whether a build is of these sources. */
export function fingerprint(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) addTo(hash, path);
  return hash.digest('hex');
}

function addTo(hash: ReturnType<typeof createHash>, path: string): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return;
  if (!stat.isDirectory()) {
    if (/\.test\.tsx?$/.test(path)) return;
    hash.update(`${path}\0`).update(readFileSync(path));
    return;
  }
  for (const name of readdirSync(path).sort()) if (!NOT_SOURCES.has(name)) addTo(hash, join(path, name));
}
