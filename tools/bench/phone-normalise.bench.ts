import { parsePhoneNumber } from '@siar/shared';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Benchmark } from './benchmark.ts';
import { sideBySide } from './side-by-side.ts';

/** How a tenant's list spells numbers: mostly bare digits, some as people read them aloud. */
const SPELLINGS: ((subscriber: string) => string)[] = [
  (n) => `0${n}`,
  (n) => `0${n}`,
  (n) => `62${n}`,
  (n) => `+62${n}`,
  (n) => n,
  (n) => `0${n.slice(0, 3)}-${n.slice(3, 7)}-${n.slice(7)}`,
  (n) => `+62 ${n.slice(0, 3)} ${n.slice(3, 7)} ${n.slice(7)}`,
];

/** Our normalisation of contacts against libphonenumber-js called directly for each. */
export const phoneNormalise: Benchmark = {
  name: 'phone.normalise',
  unit: 'numbers/s',
  against: 'libphonenumber-js alone',
  goal: 1.5,
  measure: ({ quick }) => {
    const numbers = sampleNumbers(quick ? 4_000 : 40_000);
    const all = (normalise: (text: string) => string | undefined) => () =>
      numbers.filter((number) => normalise(number) !== undefined).length;
    return sideBySide({
      subject: all((number) => {
        const parsed = parsePhoneNumber(number);
        return parsed.ok ? parsed.e164 : undefined;
      }),
      baseline: all((number) => {
        const parsed = parsePhoneNumberFromString(number, 'ID');
        return parsed?.isValid() ? parsed.number : undefined;
      }),
      rounds: quick ? 3 : 7,
    });
  },
};

function sampleNumbers(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const subscriber = `812${String((index * 7_919) % 100_000_000).padStart(8, '0')}`;
    const spell = SPELLINGS[index % SPELLINGS.length];
    return spell ? spell(subscriber) : subscriber;
  });
}
