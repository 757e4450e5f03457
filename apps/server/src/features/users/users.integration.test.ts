import { TENANT_MODELS } from '@siar/db';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../auth/testing/world.ts';
import { fillEveryTable } from './testing/fill-every-table.ts';

let world: World;
let actor: { actorId: string; address: string };

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.db.prisma.user.updateMany({ where: { role: 'ADMIN' }, data: { role: 'USER' } });
  const admin = await world.person({ role: 'ADMIN' });
  actor = { actorId: admin.id, address: '203.0.113.9' };
  world.published.splice(0);
});

describe('deactivating a person', () => {
  it('logs him out everywhere at once, pauses his blasts and disconnects his number', async () => {
    const { users, auth } = world.services;
    const { id } = await world.person();
    const { id: token } = await world.loginSessions.createSession(id, { userAgent: null });
    const number = await world.db.prisma.whatsAppSession.create({
      data: { userId: id, status: 'CONNECTED', wanted: true, phoneNumber: '+6281234567890' },
    });
    const running = await blast(id, { status: 'RUNNING' });
    const scheduled = await blast(id, { status: 'SCHEDULED' });
    const waiting = await blast(id, { status: 'PAUSED', pauseReason: 'WINDOW' });
    const paused = await blast(id, { status: 'PAUSED', pauseReason: 'USER' });
    const draft = await blast(id, { status: 'DRAFT' });
    const bystander = await world.person();
    const foreign = await blast(bystander.id, { status: 'RUNNING' });

    const view = await users.deactivate({ ...actor, id });

    expect(view).toMatchObject({ id, deactivatedAt: world.clock.now().toISOString() });
    expect(await auth.authenticate(token)).toBeNull();
    expect(await world.db.prisma.loginSession.count({ where: { userId: id } })).toBe(0);
    expect(await statesOf([running, scheduled, waiting, paused, draft, foreign])).toEqual([
      'PAUSED by DEACTIVATED',
      'PAUSED by DEACTIVATED',
      'PAUSED by DEACTIVATED',
      'PAUSED by USER',
      'DRAFT',
      'RUNNING',
    ]);
    expect(await world.db.prisma.whatsAppSession.findUnique({ where: { id: number.id } })).toMatchObject({
      wanted: false,
    });
    expect(world.published).toEqual(
      expect.arrayContaining([
        { type: 'user.deactivated', userId: id },
        { type: 'login.revoked', userId: id },
        { type: 'blast.control', sessionId: number.id, blastId: running },
        { type: 'blast.progress', userId: id, blastId: running, rev: 1 },
        { type: 'whatsapp.control', sessionId: number.id, action: 'disconnect' },
      ]),
    );
    expect(await auditOf(id)).toEqual(['user.deactivated']);
  });

  it('a second time does and says nothing', async () => {
    const { id } = await world.person();
    const first = await world.services.users.deactivate({ ...actor, id });
    world.published.splice(0);
    world.clock.advance(1000);
    expect(await world.services.users.deactivate({ ...actor, id })).toEqual(first);
    expect(world.published).toEqual([]);
    expect(await auditOf(id)).toEqual(['user.deactivated']);
  });

  it('is undone by activating, but what was paused stays so until he resumes it himself', async () => {
    const { id } = await world.person();
    const running = await blast(id, { status: 'RUNNING' });
    await world.services.users.deactivate({ ...actor, id });
    expect(await world.services.users.activate({ ...actor, id })).toMatchObject({ deactivatedAt: null });
    expect(await statesOf([running])).toEqual(['PAUSED by DEACTIVATED']);
    expect(await auditOf(id)).toEqual(['user.deactivated', 'user.activated']);
  });
});

describe('the last active admin', () => {
  it('cannot be deactivated or made a tenant, not even by himself', async () => {
    const id = actor.actorId;
    const { users } = world.services;
    await expect(users.deactivate({ ...actor, id })).rejects.toMatchObject({ code: 'last_admin' });
    await expect(users.update({ ...actor, id, role: 'USER' })).rejects.toMatchObject({ code: 'last_admin' });
    await world.person({ role: 'ADMIN', deactivatedAt: new Date() });
    await expect(users.deactivate({ ...actor, id })).rejects.toMatchObject({ code: 'last_admin' });
    expect(await users.get({ id })).toMatchObject({ role: 'ADMIN', deactivatedAt: null });
  });

  it('remains when two admins deactivate each other in the same instant', async () => {
    const other = await world.person({ role: 'ADMIN' });
    const { users } = world.services;
    const answers = await Promise.allSettled([
      users.deactivate({ ...actor, id: other.id }),
      users.deactivate({ ...actor, id: actor.actorId }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await world.db.prisma.user.count({ where: { role: 'ADMIN', deactivatedAt: null } })).toBe(1);
  });
});

describe('deleting a person', () => {
  it('is refused while he is active, and when he has paid', async () => {
    const { users } = world.services;
    const active = await world.person();
    await expect(users.remove({ ...actor, id: active.id })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'active' },
    });
    const payer = await world.person({ deactivatedAt: new Date() });
    const offer = await world.db.prisma.package.create({
      data: { name: 'Toko', priceRupiah: 150_000, quota: 1 },
    });
    await world.db.prisma.payment.create({
      data: {
        orderId: 'SIAR-1',
        userId: payer.id,
        packageId: offer.id,
        amountRupiah: 150_000,
        netRupiah: 150_000,
        months: 1,
        quota: 1,
        packageSnapshot: {},
      },
    });
    await expect(users.remove({ ...actor, id: payer.id })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'has_payments' },
    });
    expect(await world.db.prisma.user.count({ where: { id: { in: [active.id, payer.id] } } })).toBe(2);
  });

  it('leaves no row of his in any table but the audit list', async () => {
    const gone = await world.person({ deactivatedAt: new Date() });
    const bystander = await world.person();
    await fillEveryTable(world, gone.id);
    await fillEveryTable(world, bystander.id);
    expect((await tablesWithRowsOf(gone.id)).length).toBeGreaterThanOrEqual(TENANT_MODELS.length - 2);
    const before = await tablesWithRowsOf(bystander.id);

    await world.services.users.remove({ ...actor, id: gone.id });

    expect(await tablesWithRowsOf(gone.id)).toEqual(['audit_events']);
    expect(await tablesWithRowsOf(bystander.id)).toEqual(before);
    expect(await auditOf(gone.id)).toEqual(['user.deleted']);
    await expect(world.services.users.get({ id: gone.id })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('editing a person', () => {
  it('with a new password ends his logins; the audit list says that it changed, not to what', async () => {
    const { id, email } = await world.person();
    const { id: token } = await world.loginSessions.createSession(id, { userAgent: null });
    const { users, auth } = world.services;
    await users.update({ ...actor, id, password: 'rahasia-baru-sekali', name: 'Baru' });
    expect(await auth.authenticate(token)).toBeNull();
    const login = { email, password: 'rahasia-baru-sekali', address: '::1', userAgent: null };
    expect((await auth.login(login)).user.name).toBe('Baru');
    const [event] = await world.db.prisma.auditEvent.findMany({
      where: { userId: id, action: 'user.updated' },
    });
    expect(event?.details).toEqual({ changed: ['name', 'password'] });
  });

  it('cannot take an e-mail that somebody has', async () => {
    const { id } = await world.person();
    const { email } = await world.person();
    await expect(world.services.users.update({ ...actor, id, email })).rejects.toMatchObject({
      code: 'email_taken',
    });
  });
});

describe('the list of people', () => {
  it('pages through everybody once, newest first, also when somebody joins meanwhile', async () => {
    const people = [];
    for (let count = 0; count < 5; count += 1) people.push((await world.person({ name: 'Paging' })).id);
    const page = (cursor?: string) =>
      world.services.users.list({ search: 'paging', limit: 2, ...(cursor === undefined ? {} : { cursor }) });
    const first = await page();
    await world.person({ name: 'Paging' });
    const second = await page(first.nextCursor ?? '');
    const third = await page(second.nextCursor ?? '');
    expect([first, second, third].flatMap(({ items }) => items.map(({ id }) => id))).toEqual(
      people.toReversed(),
    );
    expect(third.nextCursor).toBeNull();
  });

  it('finds by part of name or e-mail, by role and by state', async () => {
    const { id } = await world.person({ name: 'Bu Ratna', email: 'ratna@batik.example.com' });
    const idsOf = async (filter: Omit<Parameters<typeof world.services.users.list>[0], 'limit'>) =>
      (await world.services.users.list({ ...filter, limit: 50 })).items.map((user) => user.id);
    expect(await idsOf({ search: 'RATNA' })).toEqual([id]);
    expect(await idsOf({ search: 'batik.ex' })).toEqual([id]);
    expect(await idsOf({ search: 'ratna', state: 'deactivated' })).toEqual([]);
    expect(await idsOf({ role: 'ADMIN' })).toEqual([actor.actorId]);
  });

  it('shows a number masked', async () => {
    const { id } = await world.person();
    await world.db.prisma.whatsAppSession.create({ data: { userId: id, phoneNumber: '+6281234567890' } });
    const { whatsapp } = await world.services.users.get({ id });
    expect(whatsapp).toEqual({ status: 'DISCONNECTED', phoneNumber: '+62812*****890' });
  });
});

async function blast(
  userId: string,
  data: { status: 'RUNNING' | 'SCHEDULED' | 'PAUSED' | 'DRAFT'; pauseReason?: 'WINDOW' | 'USER' },
): Promise<string> {
  const row = await world.db.prisma.blastJob.create({
    data: { userId, name: 'b', message: 'm', audience: {}, minDelayMs: 1, maxDelayMs: 2, ...data },
  });
  return row.id;
}

async function statesOf(ids: string[]): Promise<string[]> {
  const rows = await world.db.prisma.blastJob.findMany({ where: { id: { in: ids } } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const row = byId.get(id);
    return row?.pauseReason == null ? String(row?.status) : `${row.status} by ${row.pauseReason}`;
  });
}

async function auditOf(userId: string): Promise<string[]> {
  const rows = await world.db.prisma.auditEvent.findMany({ where: { userId }, orderBy: { id: 'asc' } });
  return rows.map((row) => row.action);
}

/** Tables that bear `user_id`, and hold rows of this one. New tables are in it without anybody adding them. */
async function tablesWithRowsOf(userId: string): Promise<string[]> {
  const { rows } = await world.db.pool.query<{ table: string }>(
    `SELECT table_name AS "table" FROM information_schema.columns
     WHERE column_name = 'user_id' AND table_schema = 'public' ORDER BY 1`,
  );
  const found: string[] = [];
  for (const { table } of rows) {
    const hits = await world.db.pool.query(`SELECT 1 FROM ${table} WHERE user_id = $1 LIMIT 1`, [userId]);
    if (hits.rows.length > 0) found.push(table);
  }
  return found;
}
