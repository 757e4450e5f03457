import { addMonths } from '@siar/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../auth/testing/world.ts';
import { seedBlast } from '../reports/testing/seed-blast.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

let world: World;
let actor: { actorId: string; address: string };

beforeAll(async () => {
  world = await createWorld();
  actor = { actorId: (await world.person({ role: 'ADMIN' })).id, address: '::1' };
});
afterAll(() => world.close());

const offer = (changes: Partial<Parameters<typeof world.services.packages.create>[0]['package']> = {}) =>
  world.services.packages.create({
    ...actor,
    package: {
      name: 'Toko',
      description: '',
      priceRupiah: 150_000,
      months: 1,
      quota: 10_000,
      isActive: true,
      isTrial: false,
      sortOrder: 0,
      ...changes,
    },
  });

describe('a granted period', () => {
  it('begins now and lasts its months in Jakarta', async () => {
    const { billing } = world.services;
    const { id: userId } = await world.person();
    const { id: packageId } = await offer({ quota: 500 });
    expect(await billing.subscriptionOf({ userId })).toBeNull();
    await billing.grant({ ...actor, userId, packageId });
    const now = world.clock.now();
    expect(await billing.subscriptionOf({ userId })).toMatchObject({
      packageName: 'Toko',
      quota: 500,
      used: 0,
      startDate: now.toISOString(),
      endDate: addMonths({ anchor: now, months: 1 }).toISOString(),
    });
  });

  it('follows the one that runs, also when several are granted in the same instant', async () => {
    const { billing } = world.services;
    const { id: userId } = await world.person();
    const { id: packageId } = await offer();
    const periods = await Promise.all(
      Array.from({ length: 4 }, () => billing.grant({ ...actor, userId, packageId })),
    );
    const anchor = world.clock.now();
    const ends = [0, 1, 2, 3, 4].map((months) => addMonths({ anchor, months }).toISOString());
    const sorted = periods.toSorted((a, b) => a.startDate.localeCompare(b.startDate));
    expect(sorted).toEqual(ends.slice(0, 4).map((startDate, n) => ({ startDate, endDate: ends[n + 1] })));
  });

  it('keeps what it was granted with when the package changes', async () => {
    const { billing, packages } = world.services;
    const { id: userId } = await world.person();
    const { id: packageId } = await offer({ quota: 500 });
    await billing.grant({ ...actor, userId, packageId });
    await packages.update({ ...actor, id: packageId, changes: { name: 'Toko Baru', quota: 1 } });
    expect(await billing.subscriptionOf({ userId })).toMatchObject({ packageName: 'Toko', quota: 500 });
  });

  it('is over the moment it ends, and the next one has begun', async () => {
    const world = await createWorld();
    const { billing, packages } = world.services;
    const { id: userId } = await world.person();
    const [first, second] = await Promise.all(
      [100, 200].map((quota) =>
        world.db.prisma.package.create({ data: { name: `Q${quota}`, priceRupiah: 0, quota } }),
      ),
    );
    for (const { id } of [first, second].filter((row) => row !== undefined)) {
      await billing.grant({ ...actor, userId, packageId: id });
    }
    const now = world.clock.now();
    const length = addMonths({ anchor: now, months: 1 }).getTime() - now.getTime();
    world.clock.advance(length - 1);
    expect(await billing.subscriptionOf({ userId })).toMatchObject({ quota: 100 });
    world.clock.advance(1);
    expect(await billing.subscriptionOf({ userId })).toMatchObject({ quota: 200 });
    world.clock.advance(40 * DAY_MS);
    expect(await billing.subscriptionOf({ userId })).toBeNull();
    expect(await packages.listForSale()).toHaveLength(2);
    await world.close();
  });

  it('is of nobody and of nothing unknown', async () => {
    const { billing } = world.services;
    const { id: userId } = await world.person();
    const { id: packageId } = await offer();
    const nobody = '01976e3c-0000-7000-8000-000000000000';
    await expect(billing.grant({ ...actor, userId: nobody, packageId })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(billing.grant({ ...actor, userId, packageId: nobody })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('what is used of the quota', () => {
  it('is what left since the period began: not what failed, is unknown, waits, or left before', async () => {
    const { billing } = world.services;
    const { id: userId } = await world.person();
    const start = world.clock.now();
    const at = (minutes: number): Date => new Date(start.getTime() + minutes * 60_000);
    // Made before the period and still running: one message left before it, two after.
    await seedBlast(world.db, {
      userId,
      createdAt: at(-60),
      finishedAt: null,
      messages: [
        { status: 'READ', sentAt: at(-1) },
        { status: 'SENT', sentAt: at(1) },
        { status: 'DELIVERED', sentAt: at(2) },
        { status: 'FAILED', sentAt: at(2) },
        { status: 'PENDING' },
      ],
    });
    await seedBlast(world.db, {
      userId,
      createdAt: at(10),
      messages: [
        { status: 'READ', sentAt: at(11) },
        { status: 'UNKNOWN', sendingAt: at(12) },
        { status: 'SKIPPED' },
        { status: 'FAILED', sendingAt: at(13) },
      ],
    });
    const { id: stranger } = await world.person();
    await seedBlast(world.db, {
      userId: stranger,
      createdAt: at(10),
      messages: [{ status: 'SENT', sentAt: at(11) }],
    });
    const { id: packageId } = await offer();
    await billing.grant({ ...actor, userId, packageId });
    expect(await billing.subscriptionOf({ userId })).toMatchObject({ used: 3 });
  });
});

describe('a package', () => {
  it('that somebody has cannot be deleted, only taken off sale', async () => {
    const { billing, packages } = world.services;
    const { id: userId } = await world.person();
    const { id } = await offer({ name: 'Terpakai' });
    await billing.grant({ ...actor, userId, packageId: id });
    await expect(packages.remove({ ...actor, id })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'in_use' },
    });
    await packages.update({ ...actor, id, changes: { isActive: false } });
    expect((await packages.listForSale()).map((row) => row.id)).not.toContain(id);
    expect((await packages.listAll()).map((row) => row.id)).toContain(id);
  });

  it('that nobody had can be deleted, and every change is in the audit list', async () => {
    const { id } = await offer({ name: 'Keliru' });
    await world.services.packages.update({ ...actor, id, changes: { priceRupiah: 10_000 } });
    await world.services.packages.remove({ ...actor, id });
    const events = await world.db.prisma.auditEvent.findMany({
      where: { subject: id },
      orderBy: { id: 'asc' },
    });
    expect(events.map((event) => event.action)).toEqual([
      'package.created',
      'package.updated',
      'package.deleted',
    ]);
  });
});
