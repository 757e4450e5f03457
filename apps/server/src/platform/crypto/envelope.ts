import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { EncryptionKey } from '../../config.ts';

/** Bytes at rest: which key made them, and nonce + tag + cipher text in one piece. */
export interface SealedBytes {
  keyId: string;
  ciphertext: Buffer;
}

/** AES-256-GCM over small secrets. `context` names the row; bytes copied to another row do not open there. */
export interface Envelope {
  /** Seals with the first key. */
  seal(plain: Uint8Array, context: string): SealedBytes;
  /** Throws {@link UnreadableError}. */
  open(sealed: { keyId: string; ciphertext: Uint8Array }, context: string): Buffer;
  /** True when the bytes were made with an older key and should be sealed anew. */
  isStale(sealed: { keyId: string }): boolean;
}

/** The sealed bytes cannot be read: `unknown_key` (removed from ENCRYPTION_KEYS) or `damaged` (or of another row). */
export class UnreadableError extends Error {
  readonly reason: 'unknown_key' | 'damaged';
  constructor(reason: 'unknown_key' | 'damaged', message: string) {
    super(message);
    this.name = 'UnreadableError';
    this.reason = reason;
  }
}

const CIPHER = 'aes-256-gcm';
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + NONCE_BYTES + TAG_BYTES;

/** Layout: version (1) · nonce (12) · tag (16) · cipher text. The key id is bound too, so it cannot be swapped. */
export function createEnvelope({ keys }: { keys: readonly EncryptionKey[] }): Envelope {
  const first = keys[0];
  if (!first) throw new Error('ENCRYPTION_KEYS holds no key');
  const byId = new Map(keys.map((entry) => [entry.id, entry.key]));
  const bound = (keyId: string, context: string) => Buffer.from(`siar:${VERSION}:${keyId}:${context}`);

  return {
    seal(plain, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, first.key, nonce);
      cipher.setAAD(bound(first.id, context));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      const ciphertext = Buffer.concat([Buffer.from([VERSION]), nonce, cipher.getAuthTag(), body]);
      return { keyId: first.id, ciphertext };
    },
    open({ keyId, ciphertext }, context) {
      const key = byId.get(keyId);
      if (!key) throw new UnreadableError('unknown_key', `ENCRYPTION_KEYS has no key "${keyId}"`);
      const bytes = Buffer.from(ciphertext.buffer, ciphertext.byteOffset, ciphertext.byteLength);
      if (bytes.length < HEADER_BYTES || bytes[0] !== VERSION) {
        throw new UnreadableError('damaged', 'The encrypted bytes have no valid header');
      }
      const decipher = createDecipheriv(CIPHER, key, bytes.subarray(1, 1 + NONCE_BYTES));
      decipher.setAAD(bound(keyId, context));
      decipher.setAuthTag(bytes.subarray(1 + NONCE_BYTES, HEADER_BYTES));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(HEADER_BYTES)), decipher.final()]);
      } catch (cause) {
        throw new UnreadableError('damaged', `The encrypted bytes do not open: ${String(cause)}`);
      }
    },
    isStale: ({ keyId }) => keyId !== first.id,
  };
}
