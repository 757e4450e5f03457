import { expect, it } from 'vitest';
import { maskedPhone, nationalPhone } from './phone.ts';

it('writes a number as people at home write it', () => {
  expect(nationalPhone('+6281234567789')).toBe('0812-3456-7789');
  expect(nationalPhone('+628123456789')).toBe('0812-3456-789');
  expect(nationalPhone('+62812345678901')).toBe('0812-3456-789-01');
  expect(nationalPhone('+6591234567')).toBe('+65 9123-4567');
});

it('hides the middle where the whole is not needed', () => {
  expect(maskedPhone('+6281234567789')).toBe('0812-…-789');
});
