import { randomBytes, randomInt } from 'node:crypto';
import type { Device } from './devices.ts';

/** One unlinked connection that shows QR codes. */
export interface LinkOffer {
  /** Shows the next QR reference; null when it has run out of them and waits for `refresh`. */
  onReference(reference: string | null, expiresInMs: number): void;
  onPaired(device: Device): void;
  onPasskeyRequired(): void;
}

export interface OpenOffer {
  refresh(): void;
  /** A code of eight characters that the phone with this number may type. */
  pairingCode(number: string): string;
  close(): void;
}

export type ScanOutcome = 'linked' | 'passkey_required' | 'unknown_qr';

export interface Linking {
  open(offer: LinkOffer): OpenOffer;
  /** The phone `number` scans `qr` exactly as it was shown. */
  scan(qr: string, number: string): ScanOutcome;
  /** The phone `number` types `code`. */
  enterCode(code: string, number: string): ScanOutcome;
  configure(change: { qrTtlMs?: number | undefined; maxQrs?: number | undefined }): void;
}

interface Pending {
  offer: LinkOffer;
  reference: string | null;
  shown: number;
  timer: NodeJS.Timeout | null;
  codes: Map<string, string>;
}

const CODE_ALPHABET = 'ABCDEFGHJKLMNPQRSTVWXYZ123456789';

/** QR references live `qrTtlMs` each; after `maxQrs` of them the page idles, as WhatsApp Web does. */
export function createLinking({
  qrTtlMs,
  maxQrs,
  link,
}: {
  qrTtlMs: number;
  maxQrs: number;
  /** Makes the device, or says that a passkey is wanted first. */
  link: (number: string) => Device | 'passkey_required';
}): Linking {
  const pending = new Set<Pending>();
  const settings = { qrTtlMs, maxQrs };

  function showNext(one: Pending): void {
    if (one.timer) clearTimeout(one.timer);
    one.timer = null;
    if (one.shown >= settings.maxQrs) {
      one.reference = null;
      one.offer.onReference(null, 0);
      return;
    }
    one.shown++;
    one.reference = `2@${randomBytes(24).toString('base64')}`;
    one.offer.onReference(one.reference, settings.qrTtlMs);
    one.timer = setTimeout(() => showNext(one), settings.qrTtlMs);
  }

  function pair(one: Pending, number: string): ScanOutcome {
    const device = link(number);
    if (device === 'passkey_required') {
      one.offer.onPasskeyRequired();
      return 'passkey_required';
    }
    close(one);
    one.offer.onPaired(device);
    return 'linked';
  }

  function close(one: Pending): void {
    if (one.timer) clearTimeout(one.timer);
    pending.delete(one);
  }

  return {
    open(offer) {
      const one: Pending = { offer, reference: null, shown: 0, timer: null, codes: new Map() };
      pending.add(one);
      showNext(one);
      return {
        refresh() {
          if (!pending.has(one)) return;
          one.shown = 0;
          showNext(one);
        },
        pairingCode(number) {
          const code = Array.from({ length: 8 }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join(
            '',
          );
          one.codes.set(code, number);
          return code;
        },
        close: () => close(one),
      };
    },
    scan(qr, number) {
      const reference = qr.split(',')[0];
      const one = [...pending].find((candidate) => candidate.reference === reference);
      return one ? pair(one, number) : 'unknown_qr';
    },
    enterCode(code, number) {
      const plain = code.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
      const one = [...pending].find((candidate) => candidate.codes.get(plain) === number);
      return one ? pair(one, number) : 'unknown_qr';
    },
    configure(change) {
      if (change.qrTtlMs !== undefined) settings.qrTtlMs = change.qrTtlMs;
      if (change.maxQrs !== undefined) settings.maxQrs = change.maxQrs;
    },
  };
}
