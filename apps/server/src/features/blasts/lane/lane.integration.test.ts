import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Lane } from '../../whatsapp/lane-port.ts';
import { LaneFencedError } from './group-committer.ts';
import { receipt } from './lane-change.ts';
import { createLaneWorld, type LaneWorld } from './testing/lane-world.ts';
import { createLedger, createScriptedEngine, type Ledger } from './testing/scripted-engine.ts';

describe('a lane', () => {
  let world: LaneWorld;
  const lanes: Lane[] = [];

  beforeAll(async () => {
    world = await createLaneWorld(inject('postgresUrl'));
  });
  afterEach(async () => {
    await Promise.all(lanes.splice(0).map((lane) => lane.stop({ graceMs: 0 })));
  });
  afterAll(() => world.close());

  function start(...input: Parameters<LaneWorld['lane']>): Lane {
    const lane = world.lane(...input);
    lanes.push(lane);
    lane.run().catch(() => undefined);
    lane.setOnline(true);
    return lane;
  }

  /** A tenant with a running blast, whose number is held. */
  async function scene(recipients: number, input: { minDelayMs?: number } = {}) {
    const tenant = await world.tenant();
    const blast = await world.blast({ userId: tenant.userId, recipients, ...input });
    const session = await world.takeOver(tenant);
    return { tenant, blast, session, ledger: createLedger(), committer: world.committer() };
  }

  function expectExactlyOnce(ledger: Ledger, recipients: number): void {
    expect(new Set(ledger.messages.map(({ to }) => to)).size).toBe(recipients);
    expect(ledger.messages).toHaveLength(recipients);
  }

  it('sends every recipient exactly one message, completes the blast and tells of it once', async () => {
    const { blast, session, ledger, committer } = await scene(500);
    const told: string[] = [];
    committer.onCommitted.push((blasts) => {
      told.push(...blasts.filter(({ isCompletedNow }) => isCompletedNow).map(({ id }) => id));
    });
    start({ session, engine: createScriptedEngine({ ledger }), committer });
    const done = await world.until(blast.id, ({ status }) => status === 'COMPLETED');
    expect(done).toMatchObject({ pendingCount: 0, sendingCount: 0, sentCount: 500 });
    expect(done.startedAt).not.toBeNull();
    expect(done.finishedAt).not.toBeNull();
    expectExactlyOnce(ledger, 500);
    expect(ledger.copies).toEqual([]);
    await world.checkCounters(blast.serial);
    await expect.poll(() => told).toEqual([blast.id]);
  });

  it('shares a number fairly: a small blast does not wait for a big one', async () => {
    const { tenant, blast: big, session, ledger, committer } = await scene(300);
    const small = await world.blast({ userId: tenant.userId, recipients: 10, message: 'kecil' });
    start({ session, engine: createScriptedEngine({ ledger }), committer });
    await world.until(big.id, ({ status }) => status === 'COMPLETED');
    await world.until(small.id, ({ status }) => status === 'COMPLETED');
    const places = ledger.messages.flatMap(({ body }, index) => (body === 'kecil' ? [index] : []));
    expect(Math.max(...places)).toBeLessThan(25);
  });

  it('counts every send in the number’s usage, and stores when the next may leave', async () => {
    const { blast, session, tenant, ledger, committer } = await scene(3, { minDelayMs: 30 });
    start({ session, engine: createScriptedEngine({ ledger }), committer });
    await world.until(blast.id, ({ status }) => status === 'COMPLETED');
    const usage = await world.db.prisma.laneUsage.findMany({ where: { sessionId: tenant.sessionId } });
    expect(usage.reduce((sum, { count }) => sum + count, 0)).toBe(3);
    const number = await world.db.prisma.whatsAppSession.findUniqueOrThrow({
      where: { id: tenant.sessionId },
    });
    const last = await world.db.prisma.blastMessage.findFirstOrThrow({
      where: { blastSerial: blast.serial },
      orderBy: { sendingAt: 'desc' },
    });
    expect(number.nextAllowedAt?.getTime()).toBe((last.sendingAt?.getTime() ?? 0) + 30);
  });

  it('does not burst after a restart: the pause that was drawn before it still counts', async () => {
    const { tenant, blast, session, ledger } = await scene(5);
    await world.db.prisma.whatsAppSession.update({
      where: { id: tenant.sessionId },
      data: { nextAllowedAt: new Date(Date.now() + 300) },
    });
    const begun = Date.now();
    start({ session, engine: createScriptedEngine({ ledger }), committer: world.committer() });
    await world.until(blast.id, ({ sentCount }) => sentCount > 0);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(295);
  });

  it('skips who has opted out since the blast was launched', async () => {
    const { tenant, blast, session, ledger, committer } = await scene(3);
    await world.db.prisma.suppressedNumber.create({
      data: { userId: tenant.userId, phoneNumber: '+6281200000002', reason: 'OPTED_OUT' },
    });
    start({ session, engine: createScriptedEngine({ ledger }), committer });
    const done = await world.until(blast.id, ({ status }) => status === 'COMPLETED');
    expect(done).toMatchObject({ sentCount: 2, skippedCount: 1 });
    expect((await world.rows(blast.serial))[1]).toMatchObject({
      status: 'SKIPPED',
      reasonCode: 'suppressed',
      attempts: 0,
    });
  });

  describe('whose worker dies', () => {
    const points = ['after the intent', 'after WhatsApp took it', 'before the result is committed'] as const;

    it.each(points)('%s leaves nobody out and writes to nobody twice', async (point) => {
      const { tenant, blast, session, ledger } = await scene(20);
      const frozen = new Promise<never>(() => undefined);
      let reached: () => void = () => undefined;
      const dead = new Promise<void>((resolve) => (reached = resolve));
      const isTheOne = (to: string): boolean => to.endsWith('00007');
      const freeze = (): Promise<never> => {
        reached();
        return frozen;
      };
      // Abandoned like a process killed at that point: nothing it had in hand goes on.
      const pool = {
        query: (config: { name: string; text: string; values: unknown[] }) => {
          const seqs = config.values[7] as number[];
          const targets = config.values[9] as string[];
          if (
            point === 'before the result is committed' &&
            seqs.some((seq, index) => seq === 7 && targets[index] === 'SENT')
          ) {
            return freeze();
          }
          return world.db.pool.query(config);
        },
      };
      const engine = createScriptedEngine({
        ledger,
        script: ({ to }) => (point === 'after the intent' && isTheOne(to) ? freeze() : 'accept'),
        onAccepted: ({ to }) => (point === 'after WhatsApp took it' && isTheOne(to) ? freeze() : undefined),
      });
      start({ session, engine, committer: world.committer(pool) });
      await dead;

      const next = await world.takeOver(tenant);
      start({ session: next, engine: createScriptedEngine({ ledger }), committer: world.committer() });
      const done = await world.until(blast.id, ({ status }) => status === 'COMPLETED');
      expect(done).toMatchObject({ sentCount: 20, unknownCount: 0 });
      expectExactlyOnce(ledger, 20);
      expect(ledger.copies).toEqual([]);
      await world.checkCounters(blast.serial);
    });
  });

  it('of a former holder can change nothing: neither intents, results nor receipts', async () => {
    const { tenant, blast, session, committer, ledger } = await scene(10);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let sending: () => void = () => undefined;
    const isSending = new Promise<void>((resolve) => (sending = resolve));
    const engine = createScriptedEngine({
      ledger,
      onAccepted: () => {
        sending();
        return held;
      },
    });
    const old = world.lane({ session, engine, committer });
    const ran = old.run();
    old.setOnline(true);
    await isSending;
    const next = await world.takeOver(tenant);
    release();
    await expect(ran).rejects.toBeInstanceOf(LaneFencedError);
    const [first] = await world.rows(blast.serial);
    expect(first).toMatchObject({ status: 'SENDING' });
    await expect(
      committer.commit(session, receipt({ blastSerial: blast.serial, seq: 1 }, { at: Date.now(), ack: 3 })),
    ).rejects.toBeInstanceOf(LaneFencedError);
    expect((await world.rows(blast.serial))[0]).toMatchObject({ status: 'SENDING' });

    start({ session: next, engine: createScriptedEngine({ ledger }), committer });
    await world.until(blast.id, ({ status }) => status === 'COMPLETED');
    expectExactlyOnce(ledger, 10);
  });

  it('stops before the next message when the blast is paused, without being told', async () => {
    const { blast, session, ledger, committer } = await scene(200);
    let atPause = -1;
    const engine = createScriptedEngine({
      ledger,
      onAccepted: async () => {
        if (ledger.messages.length !== 50) return;
        await world.db.prisma.blastJob.update({
          where: { id: blast.id },
          data: { status: 'PAUSED', pauseReason: 'USER' },
        });
        atPause = ledger.messages.length;
      },
    });
    const lane = start({ session, engine, committer });
    await world.until(blast.id, ({ status, sentCount }) => status === 'PAUSED' && sentCount === 50);
    expect(ledger.messages).toHaveLength(atPause);
    await world.db.prisma.blastJob.update({
      where: { id: blast.id },
      data: { status: 'RUNNING', pauseReason: null },
    });
    lane.look(blast.id);
    await world.until(blast.id, ({ status }) => status === 'COMPLETED');
    expectExactlyOnce(ledger, 200);
    await world.checkCounters(blast.serial);
  });

  it('never sends again what was not answered: WhatsApp is asked', async () => {
    const { blast, session, ledger, committer } = await scene(12);
    const engine = createScriptedEngine({
      ledger,
      script: ({ to }) => (to.endsWith('3') ? 'lose-answer' : to.endsWith('5') ? onceLost(to) : 'accept'),
    });
    const lost = new Set<string>();
    function onceLost(to: string): 'lose-message' | 'accept' {
      if (lost.has(to)) return 'accept';
      lost.add(to);
      return 'lose-message';
    }
    start({ session, engine, committer });
    const done = await world.until(blast.id, ({ status }) => status === 'COMPLETED');
    expect(done).toMatchObject({ sentCount: 12, unknownCount: 0 });
    expectExactlyOnce(ledger, 12);
    expect(ledger.copies).toEqual([]);
  });

  it('calls UNKNOWN what WhatsApp cannot tell, leaves it to a person, and believes a later receipt', async () => {
    const { blast, session, ledger, committer } = await scene(3);
    const engine = createScriptedEngine({
      ledger,
      callerMessageIds: false,
      script: ({ to }) => (to.endsWith('2') ? 'lose-answer' : 'accept'),
      findSent: () => ({ kind: 'absent' }),
    });
    const lane = start({ session, engine, committer });
    const done = await world.until(blast.id, ({ status }) => status === 'COMPLETED');
    expect(done).toMatchObject({ sentCount: 2, unknownCount: 1 });
    expectExactlyOnce(ledger, 3);
    const failures = await world.db.prisma.blastFailure.findMany({ where: { blastSerial: blast.serial } });
    expect(failures).toMatchObject([{ seq: 2, status: 'UNKNOWN', reasonCode: 'no_answer' }]);
    lane.receipt(ledger.messages[1]?.messageId ?? '', 2);
    const after = await world.until(blast.id, ({ deliveredCount }) => deliveredCount === 1);
    expect(after).toMatchObject({ status: 'COMPLETED', sentCount: 2, unknownCount: 0 });
    await world.checkCounters(blast.serial);
  });

  it('follows receipts that come late, twice and out of order, and counts each message once', async () => {
    const { blast, session, ledger, committer } = await scene(6);
    const lane = start({ session, engine: createScriptedEngine({ ledger }), committer });
    await world.until(blast.id, ({ status }) => status === 'COMPLETED');
    const id = (index: number): string => ledger.messages[index]?.messageId ?? '';
    lane.receipt(id(0), 3);
    lane.receipt(id(0), 2);
    lane.receipt(id(0), 1);
    lane.receipt(id(1), 2);
    lane.receipt(id(1), 2);
    lane.receipt(id(2), 2);
    lane.receipt(id(2), 3);
    lane.receipt('3EB0FFFFFFFFFFFFFFFFFF', 3);
    const after = await world.until(blast.id, (now) => now.readCount === 2 && now.deliveredCount === 1);
    await committer.drained();
    expect(after.sentCount).toBe(3);
    const rows = await world.db.prisma.blastMessage.findMany({
      where: { blastSerial: blast.serial },
      orderBy: { seq: 'asc' },
    });
    expect(rows.map(({ status }) => status)).toEqual(['READ', 'DELIVERED', 'READ', 'SENT', 'SENT', 'SENT']);
    expect(rows[0]?.deliveredAt).not.toBeNull();
    await world.checkCounters(blast.serial);
  });

  it('follows a receipt of another tenant’s message by none of its own', async () => {
    const mine = await scene(1);
    const theirs = await scene(1);
    start({
      session: theirs.session,
      engine: createScriptedEngine({ ledger: theirs.ledger }),
      committer: theirs.committer,
    });
    await world.until(theirs.blast.id, ({ status }) => status === 'COMPLETED');
    const lane = start({
      session: mine.session,
      engine: createScriptedEngine({ ledger: mine.ledger }),
      committer: mine.committer,
    });
    lane.receipt(theirs.ledger.messages[0]?.messageId ?? '', 3);
    await world.until(mine.blast.id, ({ status }) => status === 'COMPLETED');
    await mine.committer.drained();
    expect(await world.rows(theirs.blast.serial)).toMatchObject([{ status: 'SENT' }]);
  });

  it('tells by its reason what failed, what will be tried again and what never was tried', async () => {
    const { blast, session, ledger, committer } = await scene(4);
    const engine = createScriptedEngine({
      ledger,
      script: ({ to }) => {
        if (to.endsWith('1')) return { kind: 'rejected', reason: 'not_registered', retryable: false };
        if (to.endsWith('2')) return { kind: 'rejected', reason: 'media_rejected', retryable: false };
        if (to.endsWith('3')) return { kind: 'rejected', reason: 'refused', retryable: true };
        return 'accept';
      },
    });
    start({ session, engine, committer });
    await world.until(blast.id, ({ sentCount, pendingCount }) => sentCount === 1 && pendingCount === 1);
    expect(await world.rows(blast.serial)).toEqual([
      { seq: 1, status: 'SKIPPED', attempts: 1, reasonCode: 'not_on_whatsapp' },
      { seq: 2, status: 'FAILED', attempts: 1, reasonCode: 'media_rejected' },
      { seq: 3, status: 'PENDING', attempts: 1, reasonCode: 'refused' },
      { seq: 4, status: 'SENT', attempts: 1, reasonCode: null },
    ]);
    const retry = await world.db.prisma.blastMessage.findFirstOrThrow({
      where: { blastSerial: blast.serial, seq: 3 },
    });
    expect(retry.nextAttemptAt?.getTime()).toBeGreaterThan(Date.now());
    await world.checkCounters(blast.serial);
  });

  it('loses and repeats nothing when PostgreSQL cuts its connections again and again', async () => {
    const { blast, session, ledger } = await scene(400);
    const admin = new pg.Client({ connectionString: world.url });
    await admin.connect();
    const cut = (): Promise<unknown> =>
      admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
    const engine = createScriptedEngine({
      ledger,
      onAccepted: async () => {
        if (ledger.messages.length % 40 === 0) await cut();
      },
    });
    start({ session, engine, committer: world.committer() });
    const done = await world.until(blast.id, ({ status }) => status === 'COMPLETED');
    await admin.end();
    expect(done).toMatchObject({ sentCount: 400, unknownCount: 0 });
    expectExactlyOnce(ledger, 400);
    expect(ledger.copies).toEqual([]);
    expect((await world.rows(blast.serial)).every(({ attempts }) => attempts === 1)).toBe(true);
    await world.checkCounters(blast.serial);
  });

  it('finishes what is on its way and commits it when it is told to stop', async () => {
    const { blast, session, ledger, committer } = await scene(50);
    let sending: () => void = () => undefined;
    const isSending = new Promise<void>((resolve) => (sending = resolve));
    const engine = createScriptedEngine({
      ledger,
      onAccepted: () => {
        sending();
        return new Promise((resolve) => setTimeout(resolve, 50));
      },
    });
    const lane = start({ session, engine, committer });
    await isSending;
    await lane.stop({ graceMs: 2_000 });
    const rows = await world.rows(blast.serial);
    expect(rows.filter(({ status }) => status === 'SENDING')).toEqual([]);
    expect(rows.filter(({ status }) => status === 'SENT')).toHaveLength(ledger.messages.length);
  });

  it('commits intents and results of many lanes together: thousands a second at no delay', async () => {
    const committer = world.committer();
    const ledgers: Ledger[] = [];
    const begun = performance.now();
    const blasts = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const { blast, session } = await scene(200);
        const ledger = createLedger();
        ledgers.push(ledger);
        start({ session, engine: createScriptedEngine({ ledger }), committer });
        return blast;
      }),
    );
    for (const { id } of blasts) await world.until(id, ({ status }) => status === 'COMPLETED');
    const perSecond = (20 * 200 * 1_000) / (performance.now() - begun);
    for (const ledger of ledgers) expectExactlyOnce(ledger, 200);
    console.info(`${Math.round(perSecond)} messages/s`);
    expect(perSecond).toBeGreaterThan(200);
  });
});
