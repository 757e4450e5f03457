import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../errors.ts';
import { ERROR_TEXTS, errorMessage } from './errors.ts';
import { localeOf, LOCALES } from './locale.ts';

describe('the words of a refusal', () => {
  it.each(LOCALES.flatMap((locale) => ERROR_CODES.map((code) => [locale, code] as const)))(
    'say what happened and what to do: %s %s',
    (locale, code) => {
      const { sentence, remedy } = ERROR_TEXTS[locale][code];
      for (const part of [sentence, remedy]) expect(part).toMatch(/^\p{Lu}.{10,}[.]$/u);
      expect(errorMessage(code, locale)).toBe(`${sentence} ${remedy}`);
    },
  );

  it('are no promise and no excuse', () => {
    expect(JSON.stringify(ERROR_TEXTS)).not.toMatch(/terjadi kesalahan|anti-ban|oops/i);
  });

  it('are different in each language', () => {
    for (const code of ERROR_CODES) expect(errorMessage(code, 'id')).not.toBe(errorMessage(code, 'en'));
  });
});

describe('the language of a caller', () => {
  it.each([
    [undefined, 'id'],
    ['', 'id'],
    ['*', 'id'],
    ['de-DE,fr;q=0.5', 'id'],
    ['en', 'en'],
    ['en-US,en;q=0.9', 'en'],
    ['id-ID,id;q=0.9,en-US;q=0.8', 'id'],
    ['en;q=0.5,id;q=0.6', 'id'],
    ['en;q=0.6, id;q=0.5', 'en'],
    ['in', 'id'],
    ['id;q=0,en;q=0.1', 'en'],
    [';;;=,q=', 'id'],
  ])('%o is %s', (header, locale) => {
    expect(localeOf(header)).toBe(locale);
  });
});
