import { expect, it } from 'vitest';
import { emailAddress, timeZoneName } from './auth.schemas.ts';
import { networkOf } from './login-limits.ts';

it('an e-mail is kept in lower case, without spaces around it', () => {
  expect(emailAddress.parse('  Sari@Kopi-Senja.CO.ID ')).toBe('sari@kopi-senja.co.id');
  expect(emailAddress.safeParse('sari@').success).toBe(false);
});

it('a time zone is one that PostgreSQL reads the same way; an offset is not', () => {
  const accepted = [
    'Asia/Jakarta',
    'Asia/Makassar',
    'Asia/Jayapura',
    'UTC',
    '+07:00',
    'Asia/Atlantis',
  ].filter((name) => timeZoneName.safeParse(name).success);
  expect(accepted).toEqual(['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura', 'UTC']);
});

it('one IPv6 customer is one address for the limits, however many he uses', () => {
  expect(networkOf('2001:db8:1:2::1')).toBe('2001:db8:1:2');
  expect(networkOf('2001:0db8:0001:0002:ffff:ffff:ffff:ffff')).toBe('2001:db8:1:2');
  expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0');
  expect(networkOf('::1')).toBe('0:0:0:0');
  expect(networkOf('::ffff:203.0.113.7')).toBe('203.0.113.7');
  expect(networkOf('203.0.113.7')).toBe('203.0.113.7');
});
