import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { ROOT } from '../repository.ts';

const DIST = join(ROOT, 'apps', 'web', 'dist');
/** What a browser fetches before it shows anything, in gzipped bytes (ui.md). */
const BUDGET_BYTES = 250_000;

const read = (file: string): string => readFileSync(join(DIST, file), 'utf8');
const gzipped = (file: string): number => gzipSync(read(file), { level: 9 }).length;

/** Scripts that index.html names: the entry, what it preloads, and the colour scheme's file. */
const initial = [...read('index.html').matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(
  ([, file]) => file ?? '',
);
const everything = readdirSync(join(DIST, 'assets')).filter((file) => file.endsWith('.js'));

it('the first screen costs at most 250 KB of JavaScript', () => {
  expect(initial.length).toBeGreaterThan(1);
  const weights = initial.map((file) => [file, gzipped(file)] as const).sort(([, a], [, b]) => b - a);
  const total = weights.reduce((sum, [, bytes]) => sum + bytes, 0);
  expect(total, JSON.stringify(weights.slice(0, 10))).toBeLessThanOrEqual(BUDGET_BYTES);
});

it.each([
  { what: 'charts', mark: 'recharts-' },
  { what: 'the import', mark: '/api/v1/contacts/imports' },
  { what: 'phone number rules', mark: 'INVALID_COUNTRY' },
])('$what come when they are asked for', ({ mark }) => {
  const holders = everything.filter((file) => read(join('assets', file)).includes(mark));
  expect(holders).not.toEqual([]);
  expect(holders.filter((file) => initial.includes(`assets/${file}`))).toEqual([]);
});
