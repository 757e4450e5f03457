import { createDb, type Database } from '@siar/db';
import { createTestDatabase } from '@siar/db/testing';
import { hostWhatsAppSession } from '@siar/queue';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { createTestClock } from '../../platform/clock.ts';
import type { SiarEvent } from '../../platform/events/index.ts';
import { createSilentLogger } from '../../platform/logger.ts';
import { createSweep } from './sweep.job.ts';

describe('the sweep', () => {
  let database: { url: string; drop(): Promise<void> };
  let db: Database;
  let count = 0;
  const clock = createTestClock();
  const enqueued: unknown[] = [];
  const launched: string[] = [];
  const published: SiarEvent[] = [];

  beforeAll(async () => {
    database = await createTestDatabase(inject('postgresUrl'));
    db = createDb({ url: database.url });
  });
  afterAll(async () => {
    await db.close();
    await database.drop();
  });
  beforeEach(async () => {
    await db.prisma.user.deleteMany();
    for (const list of [enqueued, launched, published]) list.length = 0;
  });

  async function sweep(): Promise<void> {
    const run = createSweep({
      sweepImports: () => Promise.resolve(),
      deleteExpiredLogins: () => Promise.resolve(),
      db,
      clock,
      logger: createSilentLogger(),
      events: { publish: (event) => published.push(event) },
      producer: {
        enqueue: (job, payload) => {
          enqueued.push([job, payload]);
          return Promise.resolve('job');
        },
      },
      launchDue: ({ id }) => {
        launched.push(id);
        return Promise.resolve(true);
      },
    });
    await run({}, { signal: new AbortController().signal, jobId: 'sweep', attempt: 1 });
  }

  async function number(input: {
    wanted: boolean;
    status: 'CONNECTED' | 'DISCONNECTED';
    silentMs: number;
    deactivated?: boolean;
  }): Promise<{ userId: string; sessionId: string }> {
    count += 1;
    const { id: userId } = await db.prisma.user.create({
      data: {
        email: `tenant${count}@example.com`,
        name: 'Tenant',
        passwordHash: 'x',
        deactivatedAt: input.deactivated === true ? clock.now() : null,
      },
    });
    const { id: sessionId } = await db.prisma.whatsAppSession.create({
      data: {
        userId,
        wanted: input.wanted,
        status: input.status,
        updatedAt: new Date(clock.now().getTime() - input.silentMs),
      },
    });
    return { userId, sessionId };
  }

  async function blast(
    userId: string,
    data: { status: 'RUNNING' | 'SCHEDULED' | 'PAUSED'; scheduledAt?: Date },
  ) {
    return db.prisma.blastJob.create({
      data: {
        userId,
        name: 'Promo',
        message: 'Halo',
        audience: {},
        minDelayMs: 0,
        maxDelayMs: 0,
        pendingCount: 1,
        ...data,
      },
    });
  }

  it('starts numbers that are wanted and silent, and leaves alone those that were heard of lately', async () => {
    const silent = await number({ wanted: true, status: 'CONNECTED', silentMs: 20_001 });
    await number({ wanted: true, status: 'CONNECTED', silentMs: 20_000 });
    await number({ wanted: false, status: 'DISCONNECTED', silentMs: 60_000 });
    await sweep();
    expect(enqueued).toEqual([[hostWhatsAppSession, { sessionId: silent.sessionId }]]);
  });

  it('has numbers put right that nobody wants and that still say they are connected', async () => {
    const unwanted = await number({ wanted: false, status: 'CONNECTED', silentMs: 60_000 });
    const inactive = await number({ wanted: true, status: 'CONNECTED', silentMs: 61_000, deactivated: true });
    await sweep();
    expect(enqueued).toEqual([
      [hostWhatsAppSession, { sessionId: inactive.sessionId }],
      [hostWhatsAppSession, { sessionId: unwanted.sessionId }],
    ]);
  });

  it('launches what was scheduled for now or earlier, and nothing before its time', async () => {
    const { userId } = await number({ wanted: false, status: 'DISCONNECTED', silentMs: 0 });
    const now = clock.now().getTime();
    const due = await blast(userId, { status: 'SCHEDULED', scheduledAt: new Date(now) });
    await blast(userId, { status: 'SCHEDULED', scheduledAt: new Date(now + 1) });
    await blast(userId, { status: 'PAUSED', scheduledAt: new Date(now - 1) });
    await sweep();
    expect(launched).toEqual([due.id]);
  });

  it('wakes the lanes of connected numbers that have something to send', async () => {
    const busy = await number({ wanted: true, status: 'CONNECTED', silentMs: 0 });
    await blast(busy.userId, { status: 'RUNNING' });
    const idle = await number({ wanted: true, status: 'CONNECTED', silentMs: 0 });
    await blast(idle.userId, { status: 'PAUSED' });
    await sweep();
    expect(published).toEqual([{ type: 'whatsapp.control', sessionId: busy.sessionId, action: 'wake' }]);
  });
});
