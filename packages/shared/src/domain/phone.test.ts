import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { PHONE_PROBLEM_SENTENCES, phoneProblem, type PhoneProblem } from './phone-problems.ts';
import { maskPhone, nationalFormat, parsePhoneNumber } from './phone.ts';

const parsed = (value: string) => parsePhoneNumber(value, { defaultCountry: 'ID' });

describe('a number as people type it', () => {
  it.each([
    '081234567890',
    '81234567890',
    '6281234567890',
    '+6281234567890',
    '006281234567890',
    '62 081234567890',
    '+62 081234567890',
    '+62 (0) 812-3456-7890',
    '0062 0812 3456 7890',
    '0812 3456 7890',
    '0812-3456-7890',
    '0812.3456.7890',
    '(0812) 3456-7890',
    '(+62) 812 3456 7890',
    ' 0812\u00a03456\u202f7890 ',
    '0812–3456—7890',
    '0812‑3456‑7890',
    "'081234567890",
    '’081234567890',
    '="081234567890"',
    '"081234567890"',
    '０８１２３４５６７８９０',
    '＋６２８１２３４５６７８９０',
    '٠٨١٢٣٤٥٦٧٨٩٠',
    '\u202a+62 812-3456-7890\u202c',
    '\ufeff081234567890',
    '081234567890\r',
    '6281234567890.0',
    '0812/3456/7890',
    'tel:+6281234567890',
    'https://wa.me/6281234567890',
    '6281234567890@c.us',
  ])('%j becomes +6281234567890', (value) => {
    expect(parsed(value)).toEqual({ ok: true, e164: '+6281234567890' });
  });

  it.each([
    ['+60123456789', '+60123456789'],
    ['+65 9123 4567', '+6591234567'],
    ['0065 9123 4567', '+6591234567'],
    ['+1 (202) 555-0123', '+12025550123'],
    ['+44 7911 123456', '+447911123456'],
  ])('%s of another country is accepted with its plus', (value, e164) => {
    expect(parsed(value)).toEqual({ ok: true, e164 });
  });

  it('belongs to the default country when it has no country code', () => {
    expect(parsePhoneNumber('0123456789', { defaultCountry: 'MY' })).toEqual({
      ok: true,
      e164: '+60123456789',
    });
    expect(parsePhoneNumber('081234567890', { defaultCountry: 'MY' }).ok).toBe(false);
    expect(parsePhoneNumber('081234567890', { defaultCountry: '??' })).toEqual({
      ok: true,
      e164: '+6281234567890',
    });
  });
});

describe('a value that is refused says why', () => {
  const refusals: [string, PhoneProblem][] = [
    ['', 'empty'],
    ['   ', 'empty'],
    ["'", 'empty'],
    ['6.28E+11', 'excel_scientific'],
    ['6,28E+11', 'excel_scientific'],
    ['6.28123e11', 'excel_scientific'],
    ['6E+12', 'excel_scientific'],
    ['tidak ada', 'letters'],
    ['0812345678a', 'letters'],
    ['-', 'malformed'],
    ['*123#', 'malformed'],
    ['=1+1', 'malformed'],
    ['0812345678@', 'malformed'],
    ['6281234567890.5', 'malformed'],
    ['00000000000', 'malformed'],
    ['081234567890 / 081355556666', 'several_numbers'],
    ['081234567890, 081355556666', 'several_numbers'],
    ['081234567890 atau 081355556666', 'several_numbers'],
    ['08123456', 'too_short'],
    ['0812', 'too_short'],
    ['+62812345', 'too_short'],
    ['08123456789012', 'too_long'],
    ['62812345678901234', 'too_long'],
    ['0812345678901234567890', 'too_long'],
    ['021-5551234', 'landline'],
    ['(022) 420 1234', 'landline'],
    ['+62215551234', 'landline'],
    ['119', 'short_code'],
    ['14045', 'short_code'],
    ['1500123', 'short_code'],
    ['+999123456789', 'unknown_country'],
    ['+0812345678', 'unknown_country'],
    ['12025550123', 'missing_plus'],
    ['0800 123 4567', 'not_a_mobile'],
    ['+18005551234', 'not_a_mobile'],
    ['08412345678', 'not_assigned'],
  ];

  it.each(refusals)('%j: %s', (value, problem) => {
    expect(parsed(value)).toEqual({ ok: false, problem });
  });

  it('in both languages, each in its own words', () => {
    for (const language of ['id', 'en'] as const) {
      const sentences = phoneProblem.options.map((problem) => PHONE_PROBLEM_SENTENCES[problem][language]);
      expect(new Set(sentences).size).toBe(phoneProblem.options.length);
      for (const sentence of sentences) expect(sentence.length).toBeGreaterThan(20);
    }
  });
});

describe('whatever comes in', () => {
  const subscriber = fc
    .tuple(
      fc.constantFrom('811', '812', '813', '821', '852', '857', '878', '896', '831', '899'),
      fc.nat(99_999_999),
    )
    .map(([prefix, rest]) => `${prefix}${String(rest).padStart(6, '0')}`);

  it('never throws, and what it accepts is E.164 that it accepts again unchanged', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^[+0-9 ().'eE,-]{0,24}$/),
      fc.bigInt({ min: 0n, max: 10n ** 18n }).map(String),
    );
    fc.assert(
      fc.property(anything, (value) => {
        const result = parsed(value);
        if (!result.ok) return phoneProblem.options.includes(result.problem);
        const again = parsed(result.e164);
        return /^\+[1-9]\d{6,14}$/.test(result.e164) && again.ok && again.e164 === result.e164;
      }),
      { numRuns: 2_000 },
    );
  });

  it('every way to write an Indonesian mobile leads to the same number', () => {
    const prefixes = ['0', '', '62', '+62', '0062', '62 0', '+62 0', "'0", '(+62) ', '+62 (0) '];
    fc.assert(
      fc.property(
        subscriber,
        fc.constantFrom(...prefixes),
        fc.array(fc.constantFrom('', ' ', '-', '.', '\u00a0', '\u200b'), { minLength: 12, maxLength: 12 }),
        (national, prefix, separators) => {
          const typed = [...national].map(
            (digit, at) => `${digit}${at + 1 < national.length ? (separators[at] ?? '') : ''}`,
          );
          expect(parsed(`${prefix}${typed.join('')}`)).toEqual({ ok: true, e164: `+62${national}` });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('the quick way for common numbers answers as libphonenumber does', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('0', '62', '+62', ''),
        fc.stringMatching(/^8[0-9]{6,13}$/),
        (prefix, national) => {
          const reference = parsePhoneNumberFromString(`+62${national}`);
          const isMobile = reference?.isValid() === true && reference.getType() === 'MOBILE';
          const result = parsed(`${prefix}${national}`);
          expect(result.ok).toBe(isMobile);
          if (result.ok) expect(result.e164).toBe(reference?.number);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('is answered at once, however long it is', () => {
    const started = performance.now();
    parsed('0812-'.repeat(2_000_000));
    parsed(`${'1 '.repeat(100)}x`);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('a number as people see it', () => {
  it('is masked so that a stranger cannot be called', () => {
    expect(maskPhone('+6281234567890')).toBe('+62812*****890');
    expect(maskPhone('+62')).toBe('****');
  });

  it('is written as at home, or with its country code when it is foreign', () => {
    expect(nationalFormat('+6281234567890')).toBe('0812-3456-7890');
    expect(nationalFormat('+6591234567')).toBe('+65 9123 4567');
    expect(nationalFormat('nonsense')).toBe('nonsense');
  });
});
