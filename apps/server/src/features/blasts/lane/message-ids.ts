import { createCipheriv } from 'node:crypto';

/** Which row, and which of its attempts, an engine's message id stands for. */
export interface MessageRef {
  /** BlastJob.serial, below 2^40 */
  blastSerial: number;
  /** BlastMessage.seq, below 2^24 */
  seq: number;
  /** BlastMessage.attempts at the intent, modulo 256 */
  attempt: number;
}

export interface MessageIds {
  /** `3EB0` + 18 upper-case hex digits, the shape of WhatsApp Web's own ids. */
  encode(ref: MessageRef): string;
  /** Null for an id that is not of our shape. A foreign one decodes to a row that does not exist. */
  decode(messageId: string): MessageRef | null;
}

const PREFIX = '3EB0';
const SHAPE = /^3EB0[0-9A-F]{18}$/;
const HALF_BITS = 36n;
const HALF_MASK = (1n << HALF_BITS) - 1n;
const ROUNDS = 8;

/**
 * A keyed, reversible permutation of 72 bits (a balanced Feistel network with AES as its round function): ids look
 * random to others, and a receipt finds its row without an index.
 *
 * @param key 16 bytes, the same for the life of the platform
 */
export function createMessageIds(key: Buffer): MessageIds {
  // ECB over single blocks is the pseudo-random function of the rounds, not encryption of data.
  const aes = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  const block = Buffer.alloc(16);
  const mix = (round: number, half: bigint): bigint => {
    block[0] = round;
    block.writeBigUInt64BE(half, 8);
    return aes.update(block).readBigUInt64BE(0) & HALF_MASK;
  };
  return {
    encode({ blastSerial, seq, attempt }) {
      const plain = (BigInt(blastSerial) << 32n) | (BigInt(seq) << 8n) | BigInt(attempt & 0xff);
      let left = plain >> HALF_BITS;
      let right = plain & HALF_MASK;
      for (let round = 0; round < ROUNDS; round++) [left, right] = [right, left ^ mix(round, right)];
      return PREFIX + ((left << HALF_BITS) | right).toString(16).toUpperCase().padStart(18, '0');
    },
    decode(messageId) {
      if (!SHAPE.test(messageId)) return null;
      const cipher = BigInt(`0x${messageId.slice(PREFIX.length)}`);
      let left = cipher >> HALF_BITS;
      let right = cipher & HALF_MASK;
      for (let round = ROUNDS - 1; round >= 0; round--) [left, right] = [right ^ mix(round, left), left];
      const plain = (left << HALF_BITS) | right;
      return {
        blastSerial: Number(plain >> 32n),
        seq: Number((plain >> 8n) & 0xffffffn),
        attempt: Number(plain & 0xffn),
      };
    },
  };
}
