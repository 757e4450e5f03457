import { randomUUID } from 'node:crypto';
import { createTestDatabase } from '@siar/db/testing';
import { createDb, type Database } from '@siar/db';
import type { BlastView } from '@siar/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { createTestClock } from '../../platform/clock.ts';
import type { SiarEvent } from '../../platform/events/events.ts';
import { createSilentLogger } from '../../platform/logger.ts';
import { createBlastMessageService } from './blast-messages.service.ts';
import { type BlastService, createBlastService } from './blasts.service.ts';

describe('blasts', () => {
  let database: { url: string; drop(): Promise<void> };
  let db: Database;
  let userId: string;
  let blasts: BlastService;
  const clock = createTestClock();
  const published: SiarEvent[] = [];
  const enqueued: unknown[] = [];

  beforeAll(async () => {
    database = await createTestDatabase(inject('postgresUrl'));
    db = createDb({ url: database.url });
    blasts = createBlastService({
      db,
      clock,
      logger: createSilentLogger(),
      minDelayMs: 1_000,
      events: {
        publish: (event) => published.push(event),
        subscribe: () => Promise.resolve(() => undefined),
        onResync: () => () => undefined,
      },
      producer: {
        enqueue: (job, payload, options) => {
          enqueued.push({ name: job.name, payload, options });
          return Promise.resolve('job');
        },
      },
    });
  });
  afterAll(async () => {
    await db.close();
    await database.drop();
  });
  beforeEach(async () => {
    const email = `${randomUUID()}@example.com`;
    userId = (await db.prisma.user.create({ data: { email, name: 'Kopi', passwordHash: 'x' } })).id;
    await db.prisma.contact.createMany({
      data: ['+6281200000001', '+6281200000002', '+6281200000003'].map((phoneNumber, index) => ({
        userId,
        phoneNumber,
        name: `Orang ${String(index + 1)}`,
      })),
    });
  });

  const create = (input: Partial<Parameters<BlastService['create']>[0]> = {}): Promise<BlastView> =>
    blasts.create({
      userId,
      idempotencyKey: null,
      name: 'Promo',
      message: 'Halo {{name|Kak}}',
      audience: { all: true },
      ...input,
    });
  const statuses = async ({ id }: BlastView): Promise<string[]> => {
    const { serial } = await db.prisma.blastJob.findUniqueOrThrow({ where: { id } });
    const rows = await db.prisma.blastMessage.findMany({
      where: { blastSerial: serial },
      orderBy: { seq: 'asc' },
    });
    return rows.map((row) => row.status);
  };

  it('launched on creation have all their rows and RUNNING in one commit', async () => {
    const blast = await create({ launch: true });
    expect(blast).toMatchObject({ status: 'RUNNING', totalRecipients: 3, counts: { pending: 3 } });
    expect(await statuses(blast)).toEqual(['PENDING', 'PENDING', 'PENDING']);
  });

  it('leave nothing behind when they would reach nobody', async () => {
    await db.prisma.contact.deleteMany({ where: { userId } });
    await expect(create({ launch: true })).rejects.toMatchObject({ code: 'audience_empty' });
    expect(await db.prisma.blastJob.count({ where: { userId } })).toBe(0);
  });

  it('skip whom the tenant suppressed, and count them as skipped', async () => {
    await db.prisma.suppressedNumber.create({
      data: { userId, phoneNumber: '+6281200000002', reason: 'OPTED_OUT' },
    });
    const blast = await create({ launch: true });
    expect(blast.counts).toMatchObject({ pending: 2, skipped: 1 });
  });

  it('answer a repeated Idempotency-Key with the first blast, also at the same moment', async () => {
    const idempotencyKey = randomUUID();
    const answers = await Promise.all([1, 2, 3, 4].map(() => create({ idempotencyKey, launch: true })));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(await db.prisma.blastJob.count({ where: { userId } })).toBe(1);
  });

  it('refuse the same Idempotency-Key with another body', async () => {
    const idempotencyKey = randomUUID();
    await create({ idempotencyKey });
    await expect(create({ idempotencyKey, name: 'Lain' })).rejects.toMatchObject({
      code: 'idempotency_mismatch',
    });
  });

  it('refuse a pace below the platform’s least: 999 ms of 1000', async () => {
    const pacing = (minDelayMs: number) => ({ pacing: { minDelayMs, maxDelayMs: 5_000 } });
    await expect(create(pacing(999))).rejects.toMatchObject({ code: 'invalid_input' });
    expect((await create(pacing(1_000))).pacing.minDelayMs).toBe(1_000);
  });

  it('pause, resume and cancel by the table of legal moves only', async () => {
    const blast = await create({ launch: true });
    const target = { userId, id: blast.id };
    expect(await blasts.pause(target)).toMatchObject({ status: 'PAUSED', pauseReason: 'USER' });
    expect(await blasts.resume(target)).toMatchObject({ status: 'RUNNING', pauseReason: null });
    expect(await blasts.cancel(target)).toMatchObject({
      status: 'CANCELED',
      counts: { pending: 0, canceled: 3 },
    });
    expect(await statuses(blast)).toEqual(['CANCELED', 'CANCELED', 'CANCELED']);
    await expect(blasts.resume(target)).rejects.toMatchObject({ code: 'illegal_transition' });
    await expect(blasts.pause(target)).rejects.toMatchObject({ code: 'illegal_transition' });
  });

  it('try again only what failed: UNKNOWN is left to a person', async () => {
    const blast = await create({ launch: true });
    const { serial } = await db.prisma.blastJob.findUniqueOrThrow({ where: { id: blast.id } });
    await db.pool.query(
      `UPDATE blast_messages SET status = (ARRAY['FAILED','UNKNOWN','SENT']::message_status[])[seq] WHERE blast_serial = $1`,
      [serial],
    );
    await db.prisma.blastJob.update({
      where: { id: blast.id },
      data: { status: 'COMPLETED', pendingCount: 0, failedCount: 1, unknownCount: 1, sentCount: 1 },
    });
    const again = await blasts.retryFailed({ userId, id: blast.id });
    expect(again).toMatchObject({
      status: 'RUNNING',
      counts: { pending: 1, failed: 0, unknown: 1, sent: 1 },
    });
    expect(await statuses(blast)).toEqual(['PENDING', 'UNKNOWN', 'SENT']);
    await expect(blasts.retryFailed({ userId, id: blast.id })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('that are scheduled wait for their hour, and are launched once when it has come', async () => {
    const scheduledAt = new Date(clock.now().getTime() + 60_000).toISOString();
    const blast = await create({ scheduledAt, launch: true });
    expect(blast).toMatchObject({ status: 'SCHEDULED', totalRecipients: 0 });
    expect(enqueued.at(-1)).toMatchObject({
      name: 'launch-scheduled-blast',
      payload: { blastId: blast.id },
      options: { delayMs: 60_000 },
    });
    expect(await blasts.launchDue({ id: blast.id })).toBe(false);
    clock.advance(60_000);
    expect(await Promise.all([blasts.launchDue(blast), blasts.launchDue(blast)])).toContain(true);
    expect(await blasts.get({ userId, id: blast.id })).toMatchObject({
      status: 'RUNNING',
      counts: { pending: 3 },
    });
    expect(await blasts.launchDue({ id: blast.id })).toBe(false);
  });

  it('refuse an hour that has passed', async () => {
    const scheduledAt = new Date(clock.now().getTime() - 1).toISOString();
    await expect(create({ scheduledAt })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('can be changed and thrown away only while they are drafts', async () => {
    const draft = await create();
    expect(await blasts.update({ userId, id: draft.id, name: 'Baru' })).toMatchObject({ name: 'Baru' });
    await blasts.launch({ userId, id: draft.id });
    await expect(blasts.update({ userId, id: draft.id, name: 'x' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(blasts.remove({ userId, id: draft.id })).rejects.toMatchObject({ code: 'conflict' });
    const copy = await blasts.duplicate({ userId, id: draft.id });
    expect(copy).toMatchObject({ status: 'DRAFT', message: draft.message, counts: { pending: 0 } });
    await blasts.remove({ userId, id: copy.id });
    await expect(blasts.get({ userId, id: copy.id })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('tell each message in the order of sending, a page at a time, as list and as CSV', async () => {
    const blast = await create({ launch: true });
    const messages = createBlastMessageService({ db });
    const first = await messages.list({ userId, id: blast.id, limit: 2 });
    const second = await messages.list({ userId, id: blast.id, limit: 2, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(
      [1, 2, 3].map((n) => `${blast.id}.${String(n)}`),
    );
    expect(second.nextCursor).toBeNull();
    const detail = await messages.get({ userId, messageId: `${blast.id}.2` });
    expect(detail).toMatchObject({ body: 'Halo Orang 2', status: 'PENDING', phoneNumber: '+6281200000002' });
    await expect(messages.get({ userId, messageId: `${blast.id}.4` })).rejects.toMatchObject({
      code: 'not_found',
    });
    let csv = '';
    for await (const piece of await messages.csv({ userId, id: blast.id })) csv += piece;
    expect(csv.trim().split('\r\n')).toHaveLength(4);
    expect(csv).toContain('+6281200000003,Orang 3,PENDING');
  });
});
