import { expect, it } from 'vitest';
import { en } from './en/index.ts';
import { id } from './id/index.ts';

/** Every word by its path; functions by what they make of placeholders. */
function wordsOf(value: unknown, path = ''): [path: string, words: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    const make = value as (...parts: string[]) => string;
    return [[path, make('1', '2', '3')]];
  }
  return Object.entries(value as Record<string, unknown>).flatMap(([key, inner]) =>
    wordsOf(inner, path === '' ? key : `${path}.${key}`),
  );
}

it('has every word in both languages, also those looked up by a code', () => {
  const paths = (dictionary: unknown) => wordsOf(dictionary).map(([path]) => path);
  expect(paths(en).sort()).toEqual(paths(id).sort());
});

it('leaves no word empty', () => {
  expect([...wordsOf(id), ...wordsOf(en)].filter(([, words]) => words.trim() === '')).toEqual([]);
});

it('promises no safety from bans and never says only that something went wrong', () => {
  const forbidden = /anti-?\s?(ban|blokir)|terjadi kesalahan|something went wrong\.?$/i;
  expect([...wordsOf(id), ...wordsOf(en)].filter(([, words]) => forbidden.test(words))).toEqual([]);
});
