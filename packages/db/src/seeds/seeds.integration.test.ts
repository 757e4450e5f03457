import { parsePhoneNumber } from '@siar/shared';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { createDb, type Database } from '../client.ts';
import { createTestDatabase } from '../testing/index.ts';
import { seedDemo } from './index.ts';

const NOW = new Date('2026-11-22T03:20:00Z');

let database: { url: string; drop(): Promise<void> };
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'));
  db = createDb({ url: database.url });
  await seed('first');
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const seed = (word: string) =>
  seedDemo({
    db,
    now: NOW,
    passwords: { admin: `admin-${word}`, tenant: `tenant-${word}`, clinic: `clinic-${word}` },
    hashPassword: (password) => Promise.resolve(`hash of ${password}`),
  });

async function rowCounts(): Promise<Record<string, number>> {
  const { rows } = await db.pool.query<{ name: string; count: number }>(
    `SELECT relname AS name, (xpath('/row/c/text()', query_to_xml('SELECT count(*) AS c FROM ' || relname, false, true, '')))[1]::text::int AS count
     FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

it('a second run adds nothing, and makes the passwords that it was given true', async () => {
  const before = await rowCounts();
  const { tenant } = await seed('second');
  expect(await rowCounts()).toEqual(before);
  expect(before).toMatchObject({ users: 3, packages: 5, user_subscriptions: 2, blast_jobs: 5 });
  const user = await db.prisma.user.findUniqueOrThrow({ where: { email: tenant.email } });
  expect(user.passwordHash).toBe('hash of tenant-second');
});

it('the demo tenant may send at least 100,000 messages at this moment', async () => {
  const period = await db.prisma.userSubscription.findFirstOrThrow({
    where: { user: { name: 'Kopi Senja' }, startDate: { lte: NOW }, endDate: { gt: NOW } },
  });
  expect(period.quota).toBeGreaterThanOrEqual(100_000);
});

it('every number is one that the import would take, and every message is a contact’s', async () => {
  const contacts = await db.prisma.contact.findMany();
  const numbers = contacts.map((contact) => contact.phoneNumber);
  expect(numbers.map((number) => parsePhoneNumber(number))).toEqual(
    numbers.map((e164) => ({ ok: true, e164 })),
  );
  const messages = await db.prisma.blastMessage.findMany();
  const ids = new Set(contacts.map((contact) => contact.id));
  expect(messages.every(({ contactId }) => contactId !== null && ids.has(contactId))).toBe(true);
});

it('the counters of each past blast are those of its rows, and its times are in the past, in order', async () => {
  const blasts = await db.prisma.blastJob.findMany({ include: { messages: { orderBy: { seq: 'asc' } } } });
  for (const blast of blasts) {
    const count = (status: string) => blast.messages.filter((message) => message.status === status).length;
    expect(blast).toMatchObject({
      status: 'COMPLETED',
      totalRecipients: blast.messages.length,
      sentCount: count('SENT'),
      deliveredCount: count('DELIVERED'),
      readCount: count('READ'),
      failedCount: count('FAILED'),
      unknownCount: count('UNKNOWN'),
      skippedCount: count('SKIPPED'),
      pendingCount: 0,
      sendingCount: 0,
    });
    for (const { sendingAt, sentAt, deliveredAt, readAt } of blast.messages) {
      const times = [sendingAt, sentAt, deliveredAt, readAt, NOW].filter((at) => at !== null);
      expect(times).toEqual([...times].sort((a, b) => a.getTime() - b.getTime()));
    }
  }
  const failures = await db.prisma.blastFailure.count();
  expect(failures).toBe(blasts.reduce((sum, blast) => sum + blast.failedCount + blast.unknownCount, 0));
  expect(failures).toBeGreaterThan(0);
});
