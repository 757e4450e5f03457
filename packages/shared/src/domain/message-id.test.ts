import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMessageIds } from './message-id.ts';

/** Not cryptographic, but keyed and uneven: enough to prove the permutation. */
const rounds = (key: number) => (round: number, half: number) =>
  Math.abs(Math.floor(Math.sin(half / 1e6 + key + round * 7.7) * 2 ** 40)) + round;

const ids = createMessageIds(rounds(42));
const ref = fc.record({
  blastSerial: fc.integer({ min: 0, max: 2 ** 40 - 1 }),
  seq: fc.integer({ min: 0, max: 2 ** 24 - 1 }),
  attempt: fc.integer({ min: 0, max: 255 }),
});

describe('message ids', () => {
  it('lead back to exactly the message and attempt that they were made for', () => {
    fc.assert(
      fc.property(ref, (one) => {
        expect(ids.decode(ids.encode(one))).toEqual(one);
      }),
    );
  });

  it('are a permutation: every id of the shape stands for one message, so two never share one', () => {
    const id = fc.bigInt({ min: 0n, max: 2n ** 72n - 1n }).map((bits) => {
      return `3EB0${bits.toString(16).toUpperCase().padStart(18, '0')}`;
    });
    fc.assert(
      fc.property(id, (given) => {
        const decoded = ids.decode(given);
        expect(decoded && ids.encode(decoded)).toBe(given);
      }),
    );
  });

  it('look like those of WhatsApp Web', () => {
    fc.assert(
      fc.property(ref, (one) => {
        expect(ids.encode(one)).toMatch(/^3EB0[0-9A-F]{18}$/);
      }),
    );
  });

  it('differ from key to key, attempt to attempt', () => {
    const one = { blastSerial: 7, seq: 1, attempt: 1 };
    expect(ids.encode(one)).not.toBe(createMessageIds(rounds(43)).encode(one));
    expect(ids.encode(one)).not.toBe(ids.encode({ ...one, attempt: 2 }));
  });

  it('refuse what does not fit, rather than stand for another message', () => {
    expect(() => ids.encode({ blastSerial: 2 ** 40, seq: 0, attempt: 0 })).toThrow(RangeError);
    expect(() => ids.encode({ blastSerial: 0, seq: 2 ** 24, attempt: 0 })).toThrow(RangeError);
    expect(() => ids.encode({ blastSerial: 0, seq: -1, attempt: 0 })).toThrow(RangeError);
  });

  it('of other shapes are none of ours', () => {
    for (const foreign of [
      '',
      '3EB0',
      '3eb0ffffffffffffffffff',
      `3EB0${'F'.repeat(17)}`,
      `AB12${'0'.repeat(18)}`,
    ]) {
      expect(ids.decode(foreign)).toBeNull();
    }
  });
});
