import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createEnvelope, UnreadableError } from './envelope.ts';

const key = (id: string) => ({ id, key: randomBytes(32) });
const reasonOf = (action: () => unknown) => {
  try {
    action();
  } catch (error) {
    return error instanceof UnreadableError ? error.reason : String(error);
  }
  return 'opened';
};

describe('sealed bytes', () => {
  const old = key('2025');
  const current = key('2026');
  const envelope = createEnvelope({ keys: [current, old] });

  it('open again to what was sealed, empty bytes too', () => {
    for (const plain of [Buffer.alloc(0), Buffer.from('a'), randomBytes(100_000)]) {
      expect(envelope.open(envelope.seal(plain, 'row 1'), 'row 1')).toEqual(plain);
    }
  });

  it('never look the same twice', () => {
    const [one, two] = [envelope.seal(Buffer.from('x'), 'r'), envelope.seal(Buffer.from('x'), 'r')];
    expect(one.ciphertext).not.toEqual(two.ciphertext);
  });

  it('do not open in another row', () => {
    const sealed = envelope.seal(Buffer.from('secret'), 'row 1');
    expect(reasonOf(() => envelope.open(sealed, 'row 2'))).toBe('damaged');
  });

  it('do not open when one bit changed, or when they are cut', () => {
    const { keyId, ciphertext } = envelope.seal(Buffer.from('secret'), 'r');
    for (let at = 0; at < ciphertext.length; at++) {
      const bent = Buffer.from(ciphertext);
      bent.writeUInt8(bent.readUInt8(at) ^ 1, at);
      expect(reasonOf(() => envelope.open({ keyId, ciphertext: bent }, 'r'))).toBe('damaged');
    }
    expect(reasonOf(() => envelope.open({ keyId, ciphertext: ciphertext.subarray(0, 28) }, 'r'))).toBe(
      'damaged',
    );
  });

  it('of an older key still open, and are known to be stale', () => {
    const before = createEnvelope({ keys: [old] }).seal(Buffer.from('secret'), 'r');
    expect(envelope.open(before, 'r').toString()).toBe('secret');
    expect(envelope.isStale(before)).toBe(true);
    expect(envelope.isStale(envelope.seal(Buffer.from('x'), 'r'))).toBe(false);
  });

  it('of a removed key say which key is missing', () => {
    const sealed = createEnvelope({ keys: [key('2024')] }).seal(Buffer.from('secret'), 'r');
    expect(reasonOf(() => envelope.open(sealed, 'r'))).toBe('unknown_key');
    expect(() => envelope.open(sealed, 'r')).toThrow('2024');
  });
});
