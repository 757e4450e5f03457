import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawDelay, nextSend, type PacingFacts } from './pacing.ts';
import { isWithinWindow, nextOpening, type SendingWindow, sendingWindow } from './pacing-window.ts';

const NOON = Date.parse('2026-11-23T05:00:00Z'); // Monday, 12:00 in Jakarta
const facts: PacingFacts = {
  now: NOON,
  nextAllowedAt: null,
  holdUntil: null,
  pace: { minDelayMs: 8_000, maxDelayMs: 15_000 },
  window: null,
  random: 0.5,
};
const office: SendingWindow = { timeZone: 'Asia/Jakarta', from: '08:00', to: '17:00', days: [1, 2, 3, 4, 5] };

describe('the pace of a number', () => {
  it('draws the pause within its bounds, each of them possible', () => {
    const pace = { minDelayMs: 8, maxDelayMs: 10 };
    expect([0, 0.34, 0.999_999].map((random) => drawDelay(pace, random))).toEqual([8, 9, 10]);
    expect(drawDelay({ minDelayMs: 5, maxDelayMs: 5 }, 0.9)).toBe(5);
  });

  it('never lets two messages leave closer than the shortest pause, whatever restarts in between', () => {
    const run = fc.record({
      min: fc.integer({ min: 0, max: 20_000 }),
      spread: fc.integer({ min: 0, max: 20_000 }),
      looks: fc.array(
        fc.record({
          after: fc.integer({ min: 0, max: 30_000 }),
          random: fc.double({ min: 0, max: 0.999, noNaN: true }),
        }),
      ),
    });
    fc.assert(
      fc.property(run, ({ min, spread, looks }) => {
        const pace = { minDelayMs: min, maxDelayMs: min + spread };
        let now = NOON;
        let stored: number | null = null;
        let last: number | null = null;
        for (const { after, random } of looks) {
          now += after;
          const decision = nextSend({ ...facts, pace, now, random, nextAllowedAt: stored });
          if (decision.kind === 'wait') expect(decision.until).toBe(stored);
          if (decision.kind !== 'go') continue;
          if (last !== null) expect(now - last).toBeGreaterThanOrEqual(min);
          expect(decision.nextAllowedAt - now).toBeLessThanOrEqual(min + spread);
          last = now;
          stored = decision.nextAllowedAt;
        }
      }),
    );
  });

  it('goes at the very moment that is allowed and waits one millisecond before it', () => {
    expect(nextSend({ ...facts, nextAllowedAt: NOON }).kind).toBe('go');
    expect(nextSend({ ...facts, nextAllowedAt: NOON + 1 })).toEqual({
      kind: 'wait',
      until: NOON + 1,
      reason: 'pace',
    });
  });

  it('is patient when WhatsApp asks for it', () => {
    expect(nextSend({ ...facts, holdUntil: NOON + 60_000 })).toEqual({
      kind: 'wait',
      until: NOON + 60_000,
      reason: 'hold',
    });
  });
});

describe('the sending window', () => {
  const at = (iso: string): number => Date.parse(iso);

  it('opens on the minute and shuts on the minute, in its own time zone', () => {
    expect(isWithinWindow(office, at('2026-11-23T00:59:59Z'))).toBe(false); // 07:59 WIB
    expect(isWithinWindow(office, at('2026-11-23T01:00:00Z'))).toBe(true);
    expect(isWithinWindow(office, at('2026-11-23T09:59:59Z'))).toBe(true);
    expect(isWithinWindow(office, at('2026-11-23T10:00:00Z'))).toBe(false); // 17:00 WIB
    expect(isWithinWindow({ ...office, timeZone: 'Asia/Jayapura' }, at('2026-11-23T09:59:59Z'))).toBe(false);
  });

  it('waits over the weekend', () => {
    const friday = at('2026-11-27T10:00:00Z');
    expect(nextSend({ ...facts, now: friday, window: office })).toEqual({
      kind: 'wait',
      until: at('2026-11-30T01:00:00Z'),
      reason: 'window',
    });
  });

  it('over midnight belongs to the day on which it begins', () => {
    const night: SendingWindow = { timeZone: 'Asia/Jakarta', from: '22:00', to: '02:00', days: [7] };
    expect(isWithinWindow(night, at('2026-11-22T15:00:00Z'))).toBe(true); // Sunday 22:00
    expect(isWithinWindow(night, at('2026-11-22T18:59:00Z'))).toBe(true); // Monday 01:59
    expect(isWithinWindow(night, at('2026-11-22T19:00:00Z'))).toBe(false); // Monday 02:00
    expect(isWithinWindow(night, at('2026-11-23T15:00:00Z'))).toBe(false); // Monday 22:00
  });

  it('tells as its next opening a moment at which it is open, and none before it was', () => {
    const anyWindow = fc.record({
      timeZone: fc.constantFrom(
        'Asia/Jakarta',
        'Asia/Makassar',
        'Asia/Jayapura',
        'Europe/Berlin',
        'Asia/Kathmandu',
      ),
      from: fc.integer({ min: 0, max: 23 }).map((hour) => `${String(hour).padStart(2, '0')}:15`),
      to: fc.integer({ min: 0, max: 23 }).map((hour) => `${String(hour).padStart(2, '0')}:45`),
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    });
    const anyTime = fc.integer({ min: NOON, max: NOON + 366 * 86_400_000 });
    fc.assert(
      fc.property(anyWindow, anyTime, (window, now) => {
        fc.pre(!isWithinWindow(window, now));
        const opening = nextOpening(window, now);
        expect(opening).not.toBeNull();
        if (opening === null) return;
        expect(isWithinWindow(window, opening)).toBe(true);
        expect(opening - now).toBeLessThanOrEqual(8 * 86_400_000);
        for (let back = 15; back <= 120 && opening - back * 60_000 > now; back += 15) {
          expect(isWithinWindow(window, opening - back * 60_000)).toBe(false);
        }
      }),
    );
  });

  it('refuses zones and times that there are none of', () => {
    expect(sendingWindow.safeParse({ ...office, timeZone: 'Asia/Atlantis' }).success).toBe(false);
    expect(sendingWindow.safeParse({ ...office, from: '24:00' }).success).toBe(false);
    expect(sendingWindow.safeParse({ ...office, to: '08:00' }).success).toBe(false);
    expect(sendingWindow.safeParse({ ...office, days: [] }).success).toBe(false);
  });
});
