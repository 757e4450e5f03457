import { stableHash } from './phone-number.ts';

/** Why WhatsApp's server refuses a message; the first four can be asked for by a phone or a fault. */
export type RefusalReason =
  'refused' | 'not_registered' | 'restricted' | 'rate_limited' | 'banned' | 'invalid_recipient';

/** How one number at the other end behaves. */
export interface PhoneBehaviour {
  registered: boolean;
  /** Milliseconds from sent to delivered, and again from delivered to read. */
  ackDelayMs: number;
  /** Every message to this number is refused with this reason. */
  failWith?: RefusalReason | undefined;
  /** Text that this number answers once a message was delivered. */
  reply?: string | undefined;
  delivers: boolean;
  reads: boolean;
}

/** The standing of a number that is linked to us. */
export interface Account {
  restricted: boolean;
  banned: boolean;
  /** Linking this number asks for a passkey on the phone. */
  passkey: boolean;
}

/** Six numbers in ten read what they get; always the same ones. */
const readsByDefault = (number: string): boolean => stableHash(number) % 10 < 6;

export interface Phonebook {
  set(number: string, change: Partial<PhoneBehaviour>): void;
  get(number: string): PhoneBehaviour;
  account(number: string): Account;
  clear(): void;
}

/** Every number exists and delivers until told otherwise. */
export function createPhonebook({ ackDelayMs }: { ackDelayMs: number }): Phonebook {
  const changes = new Map<string, Partial<PhoneBehaviour>>();
  const accounts = new Map<string, Account>();
  return {
    set(number, change) {
      changes.set(number, { ...changes.get(number), ...change });
    },
    get(number) {
      const usual = { registered: true, ackDelayMs, delivers: true, reads: readsByDefault(number) };
      return { ...usual, ...changes.get(number) };
    },
    account(number) {
      const known = accounts.get(number);
      if (known) return known;
      const fresh = { restricted: false, banned: false, passkey: false };
      accounts.set(number, fresh);
      return fresh;
    },
    clear() {
      changes.clear();
      accounts.clear();
    },
  };
}
