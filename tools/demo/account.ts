import type { LedgerRow } from '../runtime/simulator-process.ts';
import type { Blast, Message } from './siar-api.ts';

/** Statuses of a message that has left us. */
const LEFT = new Set(['SENT', 'DELIVERED', 'READ']);
const OPEN = new Set(['PENDING', 'SENDING']);

/**
 * The demo's JSON line. `sent` and `delivered` say how many got at least that far, so that
 * sent + failed + skipped + unknown is the total when everybody is accounted for.
 */
export type Account = {
  blastId: string;
  total: number;
  sent: number;
  delivered: number;
  failed: number;
  skipped: number;
  unknown: number;
  seconds: number;
};

export function accountOf({
  blast,
  seconds,
}: {
  blast: Pick<Blast, 'id' | 'totalRecipients' | 'counts'>;
  seconds: number;
}): Account {
  const { counts } = blast;
  return {
    blastId: blast.id,
    total: blast.totalRecipients,
    sent: counts.sent + counts.delivered + counts.read,
    delivered: counts.delivered + counts.read,
    failed: counts.failed,
    skipped: counts.skipped,
    unknown: counts.unknown,
    seconds: Math.round(seconds * 10) / 10,
  };
}

type Recipient = Pick<Message, 'phoneNumber' | 'status'>;

export type Reconciliation = {
  /** Numbers that the rows call sent and WhatsApp never saw, or that are still waiting after the end. */
  lost: string[];
  /** Numbers that WhatsApp saw more than once. */
  duplicated: string[];
  /** Numbers that WhatsApp saw and the rows do not call sent or unknown. */
  unrecorded: string[];
};

/**
 * Compares the blast's rows with what reached "WhatsApp", message for message.
 * @param ledger rows of this blast only
 */
export function reconcile({
  messages,
  ledger,
}: {
  messages: readonly Recipient[];
  ledger: readonly LedgerRow[];
}): Reconciliation {
  const arrivals = new Map<string, number>();
  for (const { to } of ledger) arrivals.set(digits(to), (arrivals.get(digits(to)) ?? 0) + 1);
  const numbersWhere = (test: (message: Recipient, arrived: number) => boolean): string[] =>
    messages
      .filter((message) => test(message, arrivals.get(digits(message.phoneNumber)) ?? 0))
      .map(({ phoneNumber }) => phoneNumber);
  return {
    lost: numbersWhere(({ status }, arrived) => OPEN.has(status) || (LEFT.has(status) && arrived === 0)),
    duplicated: numbersWhere((_message, arrived) => arrived > 1),
    unrecorded: numbersWhere(
      ({ status }, arrived) => arrived > 0 && !LEFT.has(status) && status !== 'UNKNOWN',
    ),
  };
}

function digits(number: string): string {
  return number.replace(/\D/g, '');
}
