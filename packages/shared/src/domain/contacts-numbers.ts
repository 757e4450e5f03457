import type { PhoneProblem } from './phone-problems.ts';
import { parsePhoneNumber } from './phone.ts';

export interface NormalisedNumbers {
  /** Each number once, in the order of its first appearance. */
  numbers: string[];
  /** How many valid values repeated an earlier one. */
  duplicates: number;
  /** `row` is the 1-based position. */
  invalid: { row: number; value: string; reason: PhoneProblem }[];
}

/** Longest piece of a refused value that is kept to show it again. */
const SHOWN_VALUE = 200;

/** Normalises a paste: tells valid, repeated and refused values apart. Nothing is dropped silently. */
export function normaliseNumbers(
  values: readonly string[],
  options: { defaultCountry: string },
): NormalisedNumbers {
  const numbers = new Set<string>();
  const invalid: NormalisedNumbers['invalid'] = [];
  let duplicates = 0;
  values.forEach((value, index) => {
    const parsed = parsePhoneNumber(value, options);
    if (!parsed.ok)
      invalid.push({ row: index + 1, value: value.slice(0, SHOWN_VALUE), reason: parsed.problem });
    else if (numbers.has(parsed.e164)) duplicates += 1;
    else numbers.add(parsed.e164);
  });
  return { numbers: [...numbers], duplicates, invalid };
}

/** A text field's content as single values: one per line, or divided by commas, semicolons or tabs. */
export function splitPaste(text: string): string[] {
  return text
    .split(/[\n\r,;\t]+/)
    .map((value) => value.trim())
    .filter((value) => value !== '');
}
