import { toE164 } from './phone-number.ts';

export type LedgerAck = 0 | 1 | 2 | 3;

/** One message that reached "WhatsApp". Numbers are digits without `+`. */
export interface LedgerEntry {
  messageId: string;
  from: string;
  to: string;
  body: string;
  at: string;
  /** How often the same id arrived; only the first made this entry. */
  attempts: number;
  ack: LedgerAck;
  /** Receipts are withheld until the sender's device connects anew (a lost answer). */
  muted: boolean;
  media?: { mimeType: string; fileName?: string | undefined; size: number; sha256: string } | undefined;
}

/** A row as the control plane shows it (contract.md). */
export interface LedgerRow {
  messageId: string;
  from: string;
  to: string;
  body: string;
  at: string;
  attempts: number;
  ack: LedgerAck;
  media?: LedgerEntry['media'];
}

export interface Ledger {
  find(from: string, messageId: string): LedgerEntry | undefined;
  add(entry: LedgerEntry): void;
  all(filter?: { from?: string | undefined; to?: string | undefined }): LedgerRow[];
  entries(): readonly LedgerEntry[];
  count(): number;
  clear(): void;
}

export function createLedger(): Ledger {
  let entries: LedgerEntry[] = [];
  const byKey = new Map<string, LedgerEntry>();
  const key = (from: string, messageId: string): string => `${from}/${messageId}`;
  return {
    find: (from, messageId) => byKey.get(key(from, messageId)),
    add(entry) {
      entries.push(entry);
      byKey.set(key(entry.from, entry.messageId), entry);
    },
    all({ from, to } = {}) {
      const chosen = entries.filter(
        (entry) => (from === undefined || entry.from === from) && (to === undefined || entry.to === to),
      );
      return chosen.map(show);
    },
    entries: () => entries,
    count: () => entries.length,
    clear() {
      entries = [];
      byKey.clear();
    },
  };
}

function show(entry: LedgerEntry): LedgerRow {
  const { messageId, body, at, attempts, ack, media } = entry;
  return {
    messageId,
    from: toE164(entry.from),
    to: toE164(entry.to),
    body,
    at,
    attempts,
    ack,
    ...(media ? { media } : {}),
  };
}
