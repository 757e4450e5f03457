import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { isDomainError } from '@siar/shared';
import { createHostWorld, type HostWorld } from './testing/host-world.ts';

describe('a linked number', () => {
  let world: HostWorld;
  let lastNumber = 0;

  beforeAll(async () => {
    world = await createHostWorld(inject('postgresUrl'));
  });
  afterAll(() => world.close());

  const newNumber = (): string => `+62811000${String((lastNumber += 1)).padStart(5, '0')}`;

  async function linked() {
    const userId = await world.tenant();
    const number = newNumber();
    const host = await world.link({ userId, number });
    return { userId, number, host };
  }

  it('is linked by the QR that its tenant sees, and says which number it is', async () => {
    const { userId, number } = await linked();
    const now = await world.service.status({ userId });
    expect(now).toMatchObject({
      status: 'CONNECTED',
      phoneNumber: number,
      qr: null,
      pairingCode: null,
      reason: null,
    });
    expect(now.lastConnectedAt).not.toBeNull();
    const { items } = await world.service.history({ userId, limit: 10 });
    expect(items.map(({ status }) => status)).toEqual(['CONNECTED', 'AUTHENTICATED', 'QR', 'STARTING']);
  });

  it('is linked by a code that is typed on the phone', async () => {
    const userId = await world.tenant();
    await world.service.connect({ userId, pairingPhoneNumber: '0811-0009-9999' });
    await world.worker().host(userId);
    const { pairingCode } = await world.until(userId, 'PAIRING');
    const code = pairingCode ?? (await codeOf(userId));
    await world.control.enterCode(code, '+6281100099999');
    expect(await world.until(userId, 'CONNECTED')).toMatchObject({ phoneNumber: '+6281100099999' });
  });

  async function codeOf(userId: string): Promise<string> {
    for await (const { pairingCode } of world.service.follow({ userId, signal: null })) {
      if (pairingCode !== null) return pairingCode;
    }
    throw new Error('never');
  }

  it('shows its QR to whoever follows within a second, a new one for each that runs out, and never a stale one', async () => {
    const userId = await world.tenant();
    await world.service.connect({ userId });
    const following = new AbortController();
    const seen: (string | null)[] = [];
    const done = (async () => {
      for await (const { status, qr, qrExpiresAt } of world.service.follow({
        userId,
        signal: following.signal,
      })) {
        if (qr !== null) expect(Date.parse(qrExpiresAt ?? '')).toBeGreaterThan(Date.now());
        if (status === 'QR') seen.push(qr);
        if (new Set(seen.filter((one) => one !== null)).size === 2) following.abort();
      }
    })();
    const begun = Date.now();
    await world.worker().host(userId);
    await world.until(userId, 'QR');
    expect(Date.now() - begun).toBeLessThan(2_000);
    await done;
    const [first] = seen.filter((one) => one !== null);
    await expect(world.control.scan(first ?? '', newNumber())).rejects.toThrow();
  });

  it('comes back without a QR when another worker takes it over, and the former one can write nothing', async () => {
    const { userId, number, host } = await linked();
    const second = await world.worker().host(userId);
    await world.until(userId, 'CONNECTED');
    await host.outcome; // fenced or told of the conflict: it lets go by itself
    const row = await world.db.prisma.whatsAppSession.findUniqueOrThrow({ where: { userId } });
    expect(row).toMatchObject({ epoch: 2, phoneNumber: number });
    const statuses = (await world.service.history({ userId, limit: 50 })).items.map(({ status }) => status);
    expect(statuses.filter((status) => status === 'QR')).toHaveLength(1);
    second.stop('shutdown');
    expect(await second.outcome).toEqual({ kind: 'hand-over' });
  });

  it('is handed over at once when its worker ends', async () => {
    const { userId, host } = await linked();
    const begun = Date.now();
    host.stop('shutdown');
    expect(await host.outcome).toEqual({ kind: 'hand-over' });
    expect(Date.now() - begun).toBeLessThan(1_500);
    expect(await world.service.status({ userId })).toMatchObject({
      status: 'RECONNECTING',
      reason: 'worker_restarting',
    });
  });

  it('rests when its tenant disconnects it, and needs no QR to come back', async () => {
    const { userId, number, host } = await linked();
    await world.service.disconnect({ userId });
    expect(await host.outcome).toEqual({ kind: 'done' });
    expect(await world.service.status({ userId })).toMatchObject({
      status: 'DISCONNECTED',
      phoneNumber: number,
    });
    expect(await world.control.linkedNumbers()).toContain(number);
    await world.service.connect({ userId });
    await world.worker().host(userId);
    await world.until(userId, 'CONNECTED');
  });

  it('is unlinked on the phone too when its tenant logs it out', async () => {
    const { userId, number, host } = await linked();
    await world.service.logout({ userId });
    expect(await host.outcome).toEqual({ kind: 'done' });
    expect(await world.service.status({ userId })).toMatchObject({
      status: 'LOGGED_OUT',
      phoneNumber: null,
      linkedAt: null,
    });
    expect(await world.control.linkedNumbers()).not.toContain(number);
    expect(await world.db.prisma.whatsAppCredential.count({ where: { session: { userId } } })).toBe(0);
  });

  it('is logged out later when nobody held it at the time', async () => {
    const { userId, number, host } = await linked();
    host.stop('shutdown');
    await host.outcome;
    await world.service.logout({ userId });
    const next = await world.worker().host(userId);
    expect(await next.outcome).toEqual({ kind: 'done' });
    expect(await world.service.status({ userId })).toMatchObject({
      status: 'LOGGED_OUT',
      reason: 'logout_requested',
    });
    expect(await world.control.linkedNumbers()).not.toContain(number);
  });

  it('shows no QR by itself after a logout that nobody here asked for', async () => {
    const { userId, number, host } = await linked();
    await world.control.pull('logout', { number });
    expect(await host.outcome).toEqual({ kind: 'done' });
    expect(await world.service.status({ userId })).toMatchObject({
      status: 'LOGGED_OUT',
      reason: 'unlinked_by_phone',
    });
    const again = await world.worker().host(userId);
    expect(await again.outcome).toMatchObject({ kind: 'cancel' });
  });

  it('of another tenant is refused clearly and unlinked again', async () => {
    const { number } = await linked();
    const userId = await world.tenant();
    await world.service.connect({ userId });
    const host = await world.worker().host(userId);
    const { qr } = await world.until(userId, 'QR');
    await world.control.scan(qr ?? '', number);
    expect(await host.outcome).toEqual({ kind: 'done' });
    expect(await world.service.status({ userId })).toMatchObject({
      status: 'LOGGED_OUT',
      reason: 'number_in_use',
    });
    await expect(world.service.connect({ userId, pairingPhoneNumber: number })).rejects.toSatisfy((error) =>
      isDomainError(error, 'number_in_use'),
    );
  });

  it('goes on by itself after its line was cut', async () => {
    const { userId, number } = await linked();
    await world.control.pull('drop', { number });
    await world.until(userId, 'CONNECTED');
  });

  it('says so when it is banned or restricted', async () => {
    const banned = await linked();
    await world.control.pull('ban', { number: banned.number });
    expect(await banned.host.outcome).toEqual({ kind: 'done' });
    expect(await world.service.status({ userId: banned.userId })).toMatchObject({ status: 'BANNED' });
    const restricted = await linked();
    await world.control.pull('restrict', { number: restricted.number });
    await world.until(restricted.userId, 'RESTRICTED');
  });

  it('is not held for a tenant whose account is inactive', async () => {
    const { userId, host } = await linked();
    await world.db.prisma.user.update({ where: { id: userId }, data: { deactivatedAt: new Date() } });
    host.stop('lock-lost');
    await host.outcome;
    const again = await world.worker().host(userId);
    expect(await again.outcome).toMatchObject({ kind: 'cancel' });
    expect(await world.service.status({ userId })).toMatchObject({ status: 'DISCONNECTED' });
  });

  it('sends its tenant’s blast through the simulator: ledger and database agree, message for message', async () => {
    const { userId, number } = await linked();
    const recipients = 60;
    const { id, serial } = await world.db.prisma.blastJob.create({
      data: {
        userId,
        name: 'Promo',
        message: 'Halo',
        audience: {},
        status: 'RUNNING',
        minDelayMs: 0,
        maxDelayMs: 0,
        totalRecipients: recipients,
        pendingCount: recipients,
        expandedAt: new Date(),
        messages: {
          create: Array.from({ length: recipients }, (_, index) => ({
            seq: index + 1,
            userId,
            phoneNumber: `+62812000${String(index).padStart(5, '0')}`,
          })),
        },
      },
    });
    const session = await world.db.prisma.whatsAppSession.findUniqueOrThrow({ where: { userId } });
    world.events.publish({ type: 'blast.control', sessionId: session.id, blastId: id });
    const STATUS_OF = ['SENDING', 'SENT', 'DELIVERED', 'READ'];
    for (;;) {
      const ledger = (await world.control.ledger()).filter(({ from }) => from === number);
      const rows = await world.db.prisma.blastMessage.findMany({ where: { blastSerial: serial } });
      const told = rows.map(({ phoneNumber, status }) => `${phoneNumber} ${status}`).sort();
      const happened = ledger.map(({ to, ack }) => `${to} ${STATUS_OF[ack] ?? ''}`).sort();
      const isSettled = ledger.length === recipients && ledger.every(({ ack }) => ack >= 2);
      if (isSettled && told.join() === happened.join()) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const blast = await world.db.prisma.blastJob.findUniqueOrThrow({ where: { id } });
    expect(blast).toMatchObject({ status: 'COMPLETED', pendingCount: 0, sendingCount: 0, sentCount: 0 });
    expect(blast.deliveredCount + blast.readCount).toBe(recipients);
  });
});
