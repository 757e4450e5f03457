import { z } from 'zod';
import type { DeviceEvent, Devices } from './devices.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';
import type { PhoneBehaviour, Phonebook } from './phonebook.ts';

const refusal = z.enum([
  'refused',
  'not_registered',
  'restricted',
  'rate_limited',
  'banned',
  'invalid_recipient',
]);
const media = z.object({
  mimeType: z.string(),
  fileName: z.string().optional(),
  size: z.number(),
  sha256: z.string(),
});

/** The lines of the journal; what `network.ts` appends. */
const journalRecord = z.discriminatedUnion('t', [
  z.object({
    t: z.literal('message'),
    id: z.string(),
    from: z.string(),
    to: z.string(),
    body: z.string(),
    at: z.string(),
    media: media.optional(),
  }),
  z.object({ t: z.literal('again'), from: z.string(), id: z.string() }),
  /** A receipt that the sender's device has confirmed. */
  z.object({
    t: z.literal('ack'),
    from: z.string(),
    id: z.string(),
    ack: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  }),
  z.object({ t: z.literal('device'), token: z.string(), number: z.string() }),
  z.object({ t: z.literal('unlinked'), token: z.string() }),
  z.object({
    t: z.literal('incoming'),
    id: z.string(),
    from: z.string(),
    to: z.string(),
    body: z.string(),
    at: z.string(),
  }),
  z.object({ t: z.literal('seen'), id: z.string() }),
  z.object({
    t: z.literal('account'),
    number: z.string(),
    change: z.object({ restricted: z.boolean(), banned: z.boolean(), passkey: z.boolean() }).partial(),
  }),
  z.object({
    t: z.literal('phone'),
    number: z.string(),
    change: z
      .object({
        registered: z.boolean(),
        ackDelayMs: z.number(),
        failWith: refusal,
        reply: z.string(),
        delivers: z.boolean(),
        reads: z.boolean(),
      })
      .partial(),
  }),
]);

export interface Recalled {
  /** Messages whose next receipt the sender has not been told. */
  unfinished: LedgerEntry[];
  /** What people wrote and no device has confirmed. */
  incoming: { number: string; event: DeviceEvent }[];
}

/**
 * Rebuilds the network from its journal. Receipts are journaled when a device confirms them, so what was due while
 * nobody listened becomes due again.
 */
export function recall(
  records: unknown[],
  { phonebook, devices, ledger }: { phonebook: Phonebook; devices: Devices; ledger: Ledger },
): Recalled {
  const incoming = new Map<string, { number: string; event: DeviceEvent }>();
  for (const raw of records) {
    const record = journalRecord.parse(raw);
    switch (record.t) {
      case 'message': {
        const { id, from, to, body, at } = record;
        ledger.add({
          messageId: id,
          from,
          to,
          body,
          at,
          attempts: 1,
          ack: 1,
          muted: false,
          media: record.media,
        });
        break;
      }
      case 'again': {
        const entry = ledger.find(record.from, record.id);
        if (entry) entry.attempts++;
        break;
      }
      case 'ack': {
        const entry = ledger.find(record.from, record.id);
        if (entry && record.ack > entry.ack) entry.ack = record.ack;
        break;
      }
      case 'device':
        devices.create(record.number, record.token);
        break;
      case 'unlinked': {
        const device = devices.byToken(record.token);
        if (device) devices.remove(device);
        break;
      }
      case 'incoming': {
        const { id, from, to, body, at } = record;
        incoming.set(id, { number: to, event: { kind: 'incoming', messageId: id, from, body, at } });
        break;
      }
      case 'seen':
        incoming.delete(record.id);
        break;
      case 'account':
        Object.assign(phonebook.account(record.number), record.change);
        break;
      case 'phone':
        // A line of JSON has no undefined fields; the type cannot know.
        phonebook.set(record.number, record.change as Partial<PhoneBehaviour>);
    }
  }
  const unfinished = ledger.entries().filter((entry) => entry.ack < 3);
  return { unfinished: [...unfinished], incoming: [...incoming.values()] };
}
