import { createHash } from 'node:crypto';
import { type Database, TENANT_MODELS } from '@siar/db';
import type { Caller } from '../trpc.ts';

/** Stands in every text of a tenant's rows: an answer that holds it has leaked. */
export const MARK = 'RAHASIA';

export interface TenantWorld {
  caller: Caller;
  /** One id of each kind that the tenant owns, by kind. */
  ids: Readonly<Record<string, string>>;
  phoneNumber: string;
  orderId: string;
  /** A login token of his. */
  token: string;
}

/** One tenant with one of everything. */
export async function createTenantWorld(
  { prisma }: Database,
  { name, digit, role = 'USER' }: { name: string; digit: number; role?: Caller['role'] },
): Promise<TenantWorld> {
  const mark = `${MARK}-${name}`;
  const user = await prisma.user.create({
    data: { email: `${name}@example.com`, name: mark, passwordHash: 'x', role },
  });
  const userId = user.id;
  const phoneNumber = `+62812345678${digit}${digit}`;
  const orderId = `SIAR-${name}-1`;
  const token = `token-of-${name}-0000000000000000`;
  const loginSessionId = createHash('sha256').update(token).digest('hex');
  await prisma.loginSession.create({
    data: { id: loginSessionId, userId, expiresAt: new Date(Date.now() + 86_400_000) },
  });
  const list = await prisma.contactList.create({ data: { userId, name: mark } });
  const tag = await prisma.tag.create({ data: { userId, name: mark } });
  const contact = await prisma.contact.create({
    data: {
      userId,
      phoneNumber,
      name: mark,
      lists: { create: { userId, listId: list.id } },
      tags: { create: { userId, tagId: tag.id } },
    },
  });
  await prisma.suppressedNumber.create({ data: { userId, phoneNumber, reason: 'BY_HAND', note: mark } });
  const template = await prisma.template.create({
    data: { userId, name: mark, body: mark, versions: { create: { userId, version: 1, body: mark } } },
  });
  const imported = await prisma.importRun.create({
    data: {
      userId,
      fileName: `${mark}.csv`,
      filePath: `/nowhere/${mark}`,
      fileBytes: 1,
      fileSha256: 'x',
      status: 'COMPLETED',
      errors: { create: { row: 2, value: mark, reason: 'not_a_number' } },
    },
  });
  const blast = await prisma.blastJob.create({
    data: {
      userId,
      name: mark,
      message: mark,
      audience: { numbers: [phoneNumber] },
      status: 'PAUSED',
      pauseReason: 'USER',
      minDelayMs: 1_000,
      maxDelayMs: 2_000,
      totalRecipients: 1,
      failedCount: 1,
      messages: { create: { seq: 1, userId, phoneNumber, status: 'FAILED', reasonCode: 'refused' } },
    },
  });
  await prisma.blastFailure.create({
    data: { blastSerial: blast.serial, seq: 1, userId, status: 'FAILED', reasonCode: 'refused' },
  });
  const session = await prisma.whatsAppSession.create({
    data: { userId, phoneNumber, status: 'DISCONNECTED' },
  });
  const apiKey = await prisma.apiKey.create({
    data: { userId, name: mark, prefix: 'siar_x', keyHash: `hash-of-${name}` },
  });
  const plan = await prisma.package.upsert({
    where: { id: '019a0000-0000-7000-8000-0000000000aa' },
    create: { id: '019a0000-0000-7000-8000-0000000000aa', name: 'Dasar', priceRupiah: 150_000, quota: 1_000 },
    update: {},
  });
  const payment = await prisma.payment.create({
    data: {
      orderId,
      userId,
      packageId: plan.id,
      amountRupiah: 150_000,
      netRupiah: 150_000,
      months: 1,
      quota: 1_000,
      packageSnapshot: { name: mark, months: 1, quota: 1_000, priceRupiah: 150_000 },
      status: 'SUCCESS',
    },
  });
  const subscription = await prisma.userSubscription.create({
    data: {
      userId,
      packageId: plan.id,
      paymentId: payment.id,
      packageSnapshot: { name: mark, months: 1, quota: 1_000, priceRupiah: 150_000 },
      anchorAt: new Date(),
      startDate: new Date(),
      endDate: new Date(Date.now() + 30 * 86_400_000),
      quota: 1_000,
    },
  });
  return {
    caller: { id: userId, email: user.email, name: user.name, role, loginSessionId },
    ids: {
      user: userId,
      contact: contact.id,
      list: list.id,
      tag: tag.id,
      template: template.id,
      import: imported.id,
      blast: blast.id,
      message: `${blast.id}.1`,
      session: session.id,
      apiKey: apiKey.id,
      payment: payment.id,
      subscription: subscription.id,
    },
    phoneNumber,
    orderId,
    token,
  };
}

/** Every row that is the tenant's, as text, to prove that nobody touched one. */
export async function rowsOf({ pool }: Database, userId: string): Promise<string> {
  const { rows: tables } = await pool.query<{ table_name: string }>(
    `SELECT DISTINCT table_name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'user_id' ORDER BY table_name`,
  );
  if (tables.length < TENANT_MODELS.length) throw new Error('some tenant tables were not found');
  const dumps = await Promise.all(
    tables.map(async ({ table_name: table }) => {
      const { rows } = await pool.query(`SELECT to_jsonb(t) AS row FROM "${table}" t WHERE user_id = $1`, [
        userId,
      ]);
      return [table, rows.map(({ row }: { row: unknown }) => JSON.stringify(row)).sort()] as const;
    }),
  );
  const user = await pool.query('SELECT to_jsonb(u) AS row FROM users u WHERE id = $1', [userId]);
  return JSON.stringify([user.rows, ...dumps], null, 1);
}
