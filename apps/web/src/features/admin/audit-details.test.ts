import { describe, expect, it } from 'vitest';
import { createFormat } from '../../i18n/format.ts';
import { id } from '../../i18n/id/index.ts';
import { auditDetails } from './audit-details.ts';
import { shownMasked } from './masked.ts';

const format = createFormat({ locale: 'id', timeZone: 'Asia/Jakarta' });
const shown = (details: Record<string, unknown>) =>
  auditDetails({ event: { details }, format, words: id.admin });

describe('what an audit entry kept', () => {
  it('is told in words, with money, days and roles as people write them', () => {
    expect(shown({ role: 'USER', changed: ['name', 'password'] })).toBe(
      'peran: Penyewa · diubah: nama, kata sandi',
    );
    expect(shown({ name: 'Usaha', endDate: '2026-12-22T20:00:00.000Z', priceRupiah: 299_000 })).toBe(
      'nama: Usaha · sampai: Rab, 23 Des 2026 · harga: Rp299.000',
    );
  });

  it('leaves out what only a program can read', () => {
    expect(shown({ packageId: '019a0000-0000-7000-8000-000000000000', deep: { a: 1 }, none: null })).toBe('');
  });

  it('keeps a name that this version does not know', () => {
    expect(shown({ workers: 2 })).toBe('workers: 2');
  });
});

describe('a masked number', () => {
  it('is written as at home', () => {
    expect(shownMasked('+62812****789')).toBe('0812-…-789');
    expect(shownMasked('+1415****123')).toBe('+1415-…-123');
  });
});
