import { describe, expect, it } from 'vitest';
import { createFormat } from './format.ts';

const now = Date.parse('2026-11-22T03:20:00Z');
const indonesian = createFormat({ locale: 'id', timeZone: 'Asia/Jakarta' });
const english = createFormat({ locale: 'en', timeZone: 'Asia/Makassar' });

describe('numbers and money', () => {
  it('are written as the reader writes them', () => {
    expect(indonesian.number(1240)).toBe('1.240');
    expect(english.number(1240)).toBe('1,240');
    expect(indonesian.money(150_000)).toBe('Rp150.000');
    expect(english.money(150_000)).toBe('Rp150,000');
    expect(indonesian.percent(0.976)).toBe('97,6%');
  });
});

describe('times', () => {
  it('are told in the tenant’s zone, by the name that Indonesians use', () => {
    expect(indonesian.time(new Date(now))).toBe('10.20 WIB');
    expect(english.time(new Date(now))).toBe('11:20 WITA');
  });

  it('leave out the day when it is today and say tomorrow when it is', () => {
    expect(indonesian.soon(new Date(now), now)).toBe('10.20 WIB');
    expect(indonesian.soon(new Date(now + 86_400_000), now)).toBe('besok 10.20 WIB');
    expect(indonesian.soon(new Date(now + 2 * 86_400_000), now)).toBe('Sel, 24 Nov, 10.20 WIB');
  });

  it('name the year only when it is another one', () => {
    expect(indonesian.dateTime('2026-11-21T03:20:00Z', now)).toBe('Sab, 21 Nov, 10.20 WIB');
    expect(indonesian.dateTime('2025-11-21T03:20:00Z', now)).toBe('Jum, 21 Nov 2025, 10.20 WIB');
  });

  it('never move a calendar day between zones', () => {
    const newYork = createFormat({ locale: 'id', timeZone: 'America/New_York' });
    expect(newYork.day('2026-11-22', 'short')).toBe('Min, 22');
    expect(newYork.month('2026-11-01')).toBe('November 2026');
  });
});

describe('durations', () => {
  it('are as coarse as they are long', () => {
    expect(indonesian.duration(40_000)).toBe('40 detik');
    expect(indonesian.duration(80 * 60_000)).toBe('1 jam 20 menit');
    expect(indonesian.duration(26 * 3_600_000)).toBe('1 hari 2 jam');
    expect(english.duration(60_000)).toBe('1 minute');
  });
});
