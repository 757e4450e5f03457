import { DomainError } from '@siar/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCallerFactory, type RequestContext, router } from '../../http/trpc.ts';
import { apiKeysRouter, authRouter } from '../auth/auth.router.ts';
import { createWorld, type World } from '../auth/testing/world.ts';
import { adminBillingRouter, billingRouter } from '../billing/billing.router.ts';
import { reportsRouter } from '../reports/reports.router.ts';
import { seedBlast } from '../reports/testing/seed-blast.ts';
import { usersRouter } from '../users/users.router.ts';
import { adminRouter } from './admin.router.ts';

const SECRET = 'Rahasia pelanggan';
const NUMBER = '+6281234567890';

const house = router({
  auth: authRouter,
  apiKeys: apiKeysRouter,
  users: usersRouter,
  billing: billingRouter,
  adminBilling: adminBillingRouter,
  reports: reportsRouter,
  admin: adminRouter,
});
const createCaller = createCallerFactory(house);

let world: World;
let admin: { id: string; email: string; name: string };
let tenant: { id: string; email: string; name: string };

beforeAll(async () => {
  world = await createWorld();
  admin = await world.person({ role: 'ADMIN' });
  tenant = await world.person();
});
afterAll(() => world.close());

function as(role: 'ADMIN' | 'USER' | null, loginSessionId: string | null = 'login') {
  const { id, email, name } = role === 'ADMIN' ? admin : tenant;
  const context: Omit<RequestContext, 'services'> = {
    requestId: 'r',
    caller: role === null ? null : { id, email, name, role, loginSessionId },
    address: '203.0.113.5',
    userAgent: null,
    idempotencyKey: null,
    setLoginCookie: () => undefined,
  };
  // The procedures of this house ask only for these services.
  return createCaller({ ...context, services: world.services } as unknown as RequestContext);
}

/** The refusal's code; null when there was none. */
async function refusalOf(call: Promise<unknown>): Promise<string | null> {
  try {
    await call;
    return null;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : null;
    return cause instanceof DomainError ? cause.code : String(error);
  }
}

describe('the admin’s figures', () => {
  it('are those of the rows', async () => {
    const now = world.clock.now();
    const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
    await world.db.prisma.whatsAppSession.create({
      data: { userId: tenant.id, status: 'CONNECTED', phoneNumber: NUMBER },
    });
    await seedBlast(world.db, {
      userId: tenant.id,
      createdAt: hoursAgo(72),
      finishedAt: null,
      messages: [
        { status: 'READ', sentAt: hoursAgo(1) },
        { status: 'FAILED', sendingAt: hoursAgo(2), reasonCode: 'refused' },
        { status: 'SENT', sentAt: hoursAgo(48) },
        { status: 'PENDING' },
      ],
    });
    await seedBlast(world.db, {
      userId: tenant.id,
      createdAt: hoursAgo(24 * 9),
      messages: [{ status: 'SENT', sentAt: hoursAgo(24 * 9) }],
    });
    const stats = await as('ADMIN').admin.stats();
    expect(stats).toMatchObject({
      users: { total: 2, active: 2, deactivated: 0, admins: 1 },
      whatsapp: { total: 1, connected: 1, byStatus: { CONNECTED: 1 } },
      blasts: { running: 1, byStatus: { RUNNING: 1, COMPLETED: 1 } },
      messages: {
        today: { sent: 1, read: 1, failed: 1 },
        last7Days: { sent: 2, read: 1, failed: 1, unknown: 0 },
        failures: [{ reasonCode: 'refused', count: 1 }],
      },
      queues: { work: { waiting: 1, active: 2, delayed: 3 } },
      deadLetters: 0,
      alerts: 0,
    });
    expect(stats.messages.byDay).toHaveLength(7);
    expect(stats.messages.byDay.at(-1)?.period).toBe('2026-11-22');
  });
});

describe('dead letters', () => {
  it('are jobs and messages in one list, newest first, each on one page', async () => {
    const { id, serial } = await seedBlast(world.db, {
      userId: tenant.id,
      createdAt: world.clock.now(),
      messages: [
        { status: 'FAILED', reasonCode: 'refused' },
        { status: 'UNKNOWN', reasonCode: 'deadline' },
        { status: 'DELIVERED' }, // arrived after all
      ],
    });
    const at = (second: number): Date => new Date(world.clock.now().getTime() + second * 1000);
    for (const [index, status] of (['FAILED', 'UNKNOWN', 'FAILED'] as const).entries()) {
      await world.db.prisma.blastFailure.create({
        data: {
          blastSerial: serial,
          seq: index + 1,
          userId: tenant.id,
          status,
          reasonCode: 'x',
          at: at(index === 1 ? 1 : index * 2 + 1),
        },
      });
    }
    const job = await world.db.prisma.deadLetterJob.create({
      data: {
        queue: 'work',
        name: 'run-import',
        jobId: 'j',
        payload: {},
        attempts: 5,
        error: 'disk full',
        createdAt: at(2),
      },
    });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await as('ADMIN').admin.deadLetters({
        limit: 1,
        ...(cursor === undefined ? {} : { cursor }),
      });
      seen.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual([job.id, `${id}.2`, `${id}.1`]);
    const { items } = await as('ADMIN').admin.deadLetters({ kind: 'message', limit: 50 });
    expect(items.map((item) => item.id)).toEqual([`${id}.2`, `${id}.1`]);
    expect(await refusalOf(as('ADMIN').admin.deadLetters({ cursor: 'x', limit: 1 }))).toBe('invalid_input');
  });
});

describe('an admin', () => {
  it('sees metadata: neither message texts nor full numbers', async () => {
    await world.db.prisma.blastJob.updateMany({ data: { message: SECRET } });
    const { admin: platform, users } = as('ADMIN');
    const page = { limit: 50 };
    const everything = JSON.stringify([
      await platform.stats(),
      await platform.whatsAppSessions(page),
      await platform.audit(page),
      await platform.deadLetters(page),
      await platform.alerts({ ...page, state: 'open' }),
      await users.list(page),
      await users.get({ id: tenant.id }),
    ]);
    expect(everything).toContain('+62812*****890');
    expect(everything).not.toContain(NUMBER);
    expect(everything).not.toContain(SECRET);
    expect(everything).not.toMatch(/password_?hash/i);
  });

  it('is told who did what to whom, also when the person is gone', async () => {
    const gone = await as('ADMIN').users.create({
      email: 'gone@example.com',
      password: 'password-of-gone',
      name: 'Gone',
      role: 'USER',
    });
    await as('ADMIN').users.deactivate({ id: gone.id });
    await as('ADMIN').users.remove({ id: gone.id });
    const { items } = await as('ADMIN').admin.audit({ userId: gone.id, limit: 50 });
    expect(
      items.map(({ action, actor, tenant: about, address }) => [action, actor?.id, about, address]),
    ).toEqual(
      ['user.deleted', 'user.deactivated', 'user.created'].map((action) => [
        action,
        admin.id,
        null,
        '203.0.113.5',
      ]),
    );
    expect(JSON.stringify(items)).not.toContain('password-of-gone');
  });
});

describe('who may', () => {
  const id = '01976e3c-0000-7000-8000-000000000000';
  const adminCalls = (caller: ReturnType<typeof as>) => [
    caller.admin.stats(),
    caller.users.list({ limit: 1 }),
    caller.users.deactivate({ id }),
    caller.users.remove({ id }),
    caller.adminBilling.packages(),
    caller.adminBilling.grant({ id, packageId: id }),
    caller.adminBilling.payments({ limit: 1 }),
  ];

  it('a tenant is forbidden what is the admin’s, a stranger is asked who he is', async () => {
    expect(new Set(await Promise.all(adminCalls(as('USER')).map(refusalOf)))).toEqual(new Set(['forbidden']));
    expect(new Set(await Promise.all(adminCalls(as(null)).map(refusalOf)))).toEqual(
      new Set(['unauthenticated']),
    );
    expect(await refusalOf(as(null).auth.me())).toBe('unauthenticated');
    expect(await refusalOf(as(null).reports.summary({}))).toBe('unauthenticated');
  });

  it('an API key makes no further keys and shuts its owner out of nothing', async () => {
    const key = as('USER', null);
    expect(await refusalOf(key.apiKeys.create({ name: 'second' }))).toBe('forbidden');
    expect(await refusalOf(key.auth.logoutEverywhere())).toBe('forbidden');
    expect((await key.auth.me()).id).toBe(tenant.id);
  });
});

describe('who asks who he is', () => {
  it('is told his subscription and his number', async () => {
    const made = await as('ADMIN').adminBilling.createPackage({
      name: 'Warung',
      priceRupiah: 50_000,
      quota: 2_000,
    });
    await as('ADMIN').adminBilling.grant({ id: tenant.id, packageId: made.id });
    expect(await as('USER').auth.me()).toMatchObject({
      id: tenant.id,
      role: 'USER',
      subscription: { packageName: 'Warung', quota: 2_000 },
      whatsapp: { status: 'CONNECTED', phoneNumber: NUMBER, reason: null },
    });
    expect(await as('USER').billing.subscription()).toMatchObject({ packageName: 'Warung' });
    expect(await as('ADMIN').billing.subscription()).toBeNull();
  });

  it('may change his name, language and time zone, and nothing else of himself', async () => {
    const sneaky = { name: 'Kopi Senja', locale: 'en', timeZone: 'Asia/Makassar', role: 'ADMIN' } as const;
    expect(await as('USER').auth.updateMe(sneaky)).toMatchObject({
      name: 'Kopi Senja',
      locale: 'en',
      timeZone: 'Asia/Makassar',
      role: 'USER',
    });
  });
});

describe('a package’s price', () => {
  it('is nothing or at least Rp10.000, whole', async () => {
    const priced = (priceRupiah: number) =>
      as('ADMIN').adminBilling.createPackage({ name: 'Harga', priceRupiah, quota: 1 });
    const taken: number[] = [];
    for (const price of [-1, 0, 1, 9_999, 10_000, 10_000.5]) {
      await priced(price).then(
        () => taken.push(price),
        () => undefined,
      );
    }
    expect(taken).toEqual([0, 10_000]);
  });
});
