/**
 * The id under which WhatsApp knows one attempt to send one message: `3EB0` + 18 upper-case hex digits, like
 * WhatsApp Web's own. The digits are a keyed permutation of (blast serial 40 bits, seq 24, attempt 8), so the same
 * attempt always has the same id, a receipt finds its row without an index, and nobody can read from an id how
 * many blasts there have been.
 */
export interface MessageRef {
  /** BlastJob.serial, 0 … 2^40 − 1. */
  blastSerial: number;
  /** BlastMessage.seq, 0 … 2^24 − 1. */
  seq: number;
  /** `attempts` of the row while this attempt is under way; only its low 8 bits travel. */
  attempt: number;
}

/**
 * The keyed part: any 36 bits from a round number (0 … 3) and 36 bits, always the same for the same key. Given by
 * the caller because keyed hashing is I/O's business here; four rounds of a good one make a strong permutation.
 */
export type RoundFunction = (round: number, half: number) => number;

export interface MessageIds {
  encode(ref: MessageRef): string;
  /** Null when it has not the shape of our ids. A stranger's id of that shape gives a ref that no row has. */
  decode(messageId: string): MessageRef | null;
}

const PREFIX = '3EB0';
const ID_PATTERN = /^3EB0([0-9A-F]{9})([0-9A-F]{9})$/;
const ROUNDS = 4;
const HALF = 2 ** 36;
const MAX_SERIAL = 2 ** 40;
const MAX_SEQ = 2 ** 24;
const ATTEMPTS = 2 ** 8;

export function createMessageIds(round: RoundFunction): MessageIds {
  // Addition instead of XOR: JavaScript's bit operations end at 32 bits, and either makes a Feistel round.
  const mix = (index: number, half: number): number => round(index, half) % HALF;

  return {
    encode({ blastSerial, seq, attempt }) {
      if (!isWithin(blastSerial, MAX_SERIAL) || !isWithin(seq, MAX_SEQ) || attempt < 0) {
        throw new RangeError(`No message id for blast ${blastSerial}, seq ${seq}, attempt ${attempt}`);
      }
      // 72 bits as two halves: serial's upper 36 bits | serial's lower 4, seq 24, attempt 8.
      let left = Math.floor(blastSerial / 16);
      let right = (blastSerial % 16) * 2 ** 32 + seq * ATTEMPTS + (attempt % ATTEMPTS);
      for (let index = 0; index < ROUNDS; index += 1) {
        [left, right] = [right, (left + mix(index, right)) % HALF];
      }
      return PREFIX + hex(left) + hex(right);
    },

    decode(messageId) {
      const halves = ID_PATTERN.exec(messageId);
      if (halves === null) return null;
      let left = Number.parseInt(halves[1] ?? '', 16);
      let right = Number.parseInt(halves[2] ?? '', 16);
      for (let index = ROUNDS - 1; index >= 0; index -= 1) {
        [left, right] = [(right + HALF - mix(index, left)) % HALF, left];
      }
      return {
        blastSerial: left * 16 + Math.floor(right / 2 ** 32),
        seq: Math.floor(right / ATTEMPTS) % MAX_SEQ,
        attempt: right % ATTEMPTS,
      };
    },
  };
}

function isWithin(value: number, limit: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < limit;
}

function hex(half: number): string {
  return half.toString(16).toUpperCase().padStart(9, '0');
}
