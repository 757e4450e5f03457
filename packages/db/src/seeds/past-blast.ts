import type { Database, Transaction } from '../client.ts';
import { Prisma, type MessageStatus } from '../generated/client.ts';
import { createChance, uuidAt } from './chance.ts';
import type { PastBlast } from './stories.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const JAKARTA_OFFSET_MS = 7 * 60 * MINUTE_MS;

interface Recipient {
  contactId: string;
  phoneNumber: string;
}

interface MessageRow extends Recipient {
  seq: number;
  status: MessageStatus;
  reasonCode: string | null;
  attempts: number;
  sendingAt: Date | null;
  sentAt: Date | null;
  deliveredAt: Date | null;
  readAt: Date | null;
  updatedAt: Date;
}

/** A finished blast with its rows, failures and counters, all agreeing. Does nothing when it is there already. */
export async function seedPastBlast(
  db: Database,
  input: { userId: string; blast: PastBlast; listId: string; now: Date },
): Promise<void> {
  const { userId, blast, listId, now } = input;
  const idempotencyKey = `seed:${blast.key}`;
  await db.prisma.$transaction(async (tx) => {
    if ((await tx.blastJob.count({ where: { userId, idempotencyKey } })) > 0) return;
    const recipients = await recipientsOf(tx, { userId, listId });
    const startedAt = momentInJakarta({ now, daysAgo: blast.daysAgo, hour: blast.hour });
    const rows = playOut({ recipients, startedAt, chance: createChance(blast.key) });
    // Receipts came later; the blast was over when the last one had been tried.
    const lastTry = rows.findLast(({ sendingAt }) => sendingAt !== null)?.sendingAt ?? startedAt;
    const finishedAt = new Date(lastTry.getTime() + 2_000);
    const { serial } = await tx.blastJob.create({
      data: {
        id: uuidAt(startedAt),
        userId,
        name: blast.name,
        message: blast.message,
        audience: { listIds: [listId] },
        status: 'COMPLETED',
        minDelayMs: 20_000,
        maxDelayMs: 45_000,
        idempotencyKey,
        totalRecipients: rows.length,
        ...countersOf(rows),
        rev: rows.length,
        createdAt: new Date(startedAt.getTime() - 4 * MINUTE_MS),
        launchedAt: startedAt,
        expandedAt: startedAt,
        startedAt,
        finishedAt,
      },
      select: { serial: true },
    });
    await tx.blastMessage.createMany({ data: rows.map((row) => ({ ...row, userId, blastSerial: serial })) });
    await tx.blastFailure.createMany({
      data: rows.flatMap(({ seq, status, reasonCode, updatedAt }) =>
        status === 'FAILED' || status === 'UNKNOWN'
          ? [{ blastSerial: serial, seq, userId, status, reasonCode: reasonCode ?? status, at: updatedAt }]
          : [],
      ),
    });
    await rememberInContacts(tx, { userId, serial });
  });
}

/** The contacts' own history, as the lane would have kept it. */
async function rememberInContacts(tx: Transaction, input: { userId: string; serial: number }): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    UPDATE contacts c SET
      last_messaged_at = greatest(c.last_messaged_at, m.sent_at),
      last_delivered_at = greatest(c.last_delivered_at, m.delivered_at),
      last_read_at = greatest(c.last_read_at, m.read_at)
    FROM blast_messages m
    WHERE m.blast_serial = ${input.serial} AND m.sent_at IS NOT NULL
      AND c.id = m.contact_id AND c.user_id = ${input.userId}::uuid`);
}

function recipientsOf(tx: Transaction, input: { userId: string; listId: string }): Promise<Recipient[]> {
  return tx.contact
    .findMany({
      where: { userId: input.userId, lists: { some: { listId: input.listId } } },
      orderBy: { phoneNumber: 'asc' },
      select: { id: true, phoneNumber: true },
    })
    .then((rows) => rows.map(({ id, phoneNumber }) => ({ contactId: id, phoneNumber })));
}

/** What may happen to a message, as seen with people who know the sender. */
function playOut(input: { recipients: Recipient[]; startedAt: Date; chance: () => number }): MessageRow[] {
  const { chance } = input;
  let at = input.startedAt.getTime();
  return input.recipients.map((recipient, index) => {
    at += 20_000 + Math.floor(chance() * 25_000);
    const sendingAt = new Date(at);
    const fate = chance();
    const row = {
      ...recipient,
      seq: index + 1,
      attempts: 1,
      reasonCode: null,
      sendingAt,
      sentAt: null,
      deliveredAt: null,
      readAt: null,
      updatedAt: new Date(at + 900),
    };
    if (fate < 0.03) {
      return { ...row, status: 'SKIPPED', reasonCode: 'not_on_whatsapp', attempts: 0, sendingAt: null };
    }
    if (fate < 0.06) return { ...row, status: 'FAILED', reasonCode: 'refused' };
    if (fate < 0.07) return { ...row, status: 'UNKNOWN', reasonCode: 'no_answer' };
    const sentAt = new Date(at + 700 + Math.floor(chance() * 900));
    if (fate < 0.12) return { ...row, status: 'SENT', sentAt, updatedAt: sentAt };
    const deliveredAt = new Date(sentAt.getTime() + 1_500 + Math.floor(chance() ** 3 * 40 * MINUTE_MS));
    if (fate < 0.35) return { ...row, status: 'DELIVERED', sentAt, deliveredAt, updatedAt: deliveredAt };
    const readAt = new Date(deliveredAt.getTime() + 8_000 + Math.floor(chance() ** 2 * 600 * MINUTE_MS));
    return { ...row, status: 'READ', sentAt, deliveredAt, readAt, updatedAt: readAt };
  });
}

function countersOf(rows: readonly MessageRow[]) {
  const count = (status: MessageStatus): number => rows.filter((row) => row.status === status).length;
  return {
    sentCount: count('SENT'),
    deliveredCount: count('DELIVERED'),
    readCount: count('READ'),
    failedCount: count('FAILED'),
    unknownCount: count('UNKNOWN'),
    skippedCount: count('SKIPPED'),
  };
}

function momentInJakarta(input: { now: Date; daysAgo: number; hour: number }): Date {
  const local = input.now.getTime() + JAKARTA_OFFSET_MS;
  const midnight = local - (local % DAY_MS);
  return new Date(midnight - input.daysAgo * DAY_MS + input.hour * 60 * MINUTE_MS - JAKARTA_OFFSET_MS);
}
