import { parseOptions } from '@node-rs/bcrypt';
import { expect, it } from 'vitest';
import { BCRYPT_COST, hashPassword, isPasswordRight } from './passwords.ts';

it('a password is hashed with cost 12', async () => {
  expect(BCRYPT_COST).toBe(12);
  expect(parseOptions(await hashPassword('x'.repeat(72)))).toEqual({ version: '2b', cost: 12 });
});

it('a password over 72 bytes is refused, not cut; one of two bytes a letter counts twice', async () => {
  await expect(hashPassword('x'.repeat(73))).rejects.toMatchObject({ code: 'password_too_long' });
  await expect(hashPassword('é'.repeat(37))).rejects.toMatchObject({ code: 'password_too_long' });
});

it('a password of nine characters is refused', async () => {
  await expect(hashPassword('x'.repeat(9))).rejects.toMatchObject({ code: 'invalid_input' });
});

it('what only begins like a 72-byte password is not that password', async () => {
  const passwordHash = await hashPassword('x'.repeat(72));
  expect(await isPasswordRight({ password: 'x'.repeat(72), passwordHash })).toBe(true);
  expect(await isPasswordRight({ password: 'x'.repeat(73), passwordHash })).toBe(false);
});

it('an accent typed as one character or as two is the same password', async () => {
  const passwordHash = await hashPassword('caf\u00e9-kopi-susu');
  expect(await isPasswordRight({ password: 'cafe\u0301-kopi-susu', passwordHash })).toBe(true);
});
