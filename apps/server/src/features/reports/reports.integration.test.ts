import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../auth/testing/world.ts';
import { seedBlast } from './testing/seed-blast.ts';

const NOW = new Date('2026-11-22T03:20:00Z'); // Sunday, 10.20 in Jakarta

let world: World;
beforeAll(async () => {
  world = await createWorld(NOW);
});
afterAll(() => world.close());

const at = (time: string): Date => new Date(time);

describe('the summary', () => {
  it('puts a message on the day on which it left in Jakarta, not in UTC', async () => {
    const { id: userId } = await world.person();
    await seedBlast(world.db, {
      userId,
      createdAt: at('2026-11-20T10:00:00Z'),
      messages: [
        { status: 'SENT', sentAt: at('2026-11-20T16:59:59.999Z') }, // 23.59.59,999 WIB on the 20th
        { status: 'READ', sentAt: at('2026-11-20T17:00:00.000Z') }, // midnight: the 21st
        { status: 'DELIVERED', sentAt: at('2026-11-21T16:59:59.999Z') }, // the 21st
        { status: 'FAILED', sendingAt: at('2026-11-21T17:00:00.000Z') }, // the 22nd
      ],
    });
    const { items } = await world.services.reports.summary({
      userId,
      from: '2026-11-20',
      to: '2026-11-22',
      groupBy: 'day',
    });
    expect(items).toEqual([
      { period: '2026-11-20', sent: 1, delivered: 0, read: 0, failed: 0, unknown: 0, successRate: 1 },
      { period: '2026-11-21', sent: 2, delivered: 2, read: 1, failed: 0, unknown: 0, successRate: 1 },
      { period: '2026-11-22', sent: 0, delivered: 0, read: 0, failed: 1, unknown: 0, successRate: 0 },
    ]);
  });

  it('uses the tenant’s own time zone: two hours make another day in Jayapura', async () => {
    const message = { status: 'SENT', sentAt: at('2026-11-20T15:30:00Z') } as const;
    const dayIn = async (timeZone: string) => {
      const { id: userId } = await world.person({ timeZone });
      await seedBlast(world.db, { userId, createdAt: message.sentAt, messages: [message] });
      const { items } = await world.services.reports.summary({ userId, groupBy: 'day' });
      return items.filter((item) => item.sent > 0).map((item) => item.period);
    };
    expect(await dayIn('Asia/Jakarta')).toEqual(['2026-11-20']);
    expect(await dayIn('Asia/Jayapura')).toEqual(['2026-11-21']);
  });

  it('adds up to the rows, whatever the grouping, and counts no stranger’s', async () => {
    const { id: userId } = await world.person();
    const { id: stranger } = await world.person();
    const messages = Array.from({ length: 200 }, (_, index) => ({
      status:
        (['SENT', 'DELIVERED', 'READ', 'FAILED', 'UNKNOWN', 'SKIPPED', 'PENDING', 'CANCELED'] as const)[
          index % 8
        ] ?? 'SENT',
      sendingAt: new Date(at('2026-09-01T00:00:00Z').getTime() + index * 9 * 3_600_000),
    }));
    for (const owner of [userId, stranger]) {
      await seedBlast(world.db, {
        userId: owner,
        createdAt: at('2026-09-01T00:00:00Z'),
        finishedAt: at('2026-11-20T00:00:00Z'),
        messages,
      });
    }
    for (const groupBy of ['day', 'week', 'month'] as const) {
      const { items, totals } = await world.services.reports.summary({
        userId,
        from: '2026-08-31',
        to: '2026-11-22',
        groupBy,
      });
      expect(totals).toEqual({
        sent: 75,
        delivered: 50,
        read: 25,
        failed: 25,
        unknown: 25,
        successRate: 75 / 125,
      });
      const sum = (key: 'sent' | 'failed') => items.reduce((total, item) => total + item[key], 0);
      expect([sum('sent'), sum('failed')]).toEqual([75, 25]);
    }
  });

  it('leaves no period out: weeks begin on Monday, months on the first', async () => {
    const { id: userId } = await world.person();
    const periodsOf = async (groupBy: 'day' | 'week' | 'month', from: string) =>
      (await world.services.reports.summary({ userId, from, to: '2026-11-22', groupBy })).items.map(
        (item) => item.period,
      );
    expect(await periodsOf('day', '2026-11-20')).toEqual(['2026-11-20', '2026-11-21', '2026-11-22']);
    expect(await periodsOf('week', '2026-11-10')).toEqual(['2026-11-09', '2026-11-16']);
    expect(await periodsOf('month', '2026-09-30')).toEqual(['2026-09-01', '2026-10-01', '2026-11-01']);
  });

  it('without a range shows 30 whole days up to today, and nothing is no rate', async () => {
    const { id: userId } = await world.person();
    const { items, totals } = await world.services.reports.summary({ userId, groupBy: 'day' });
    expect(items).toHaveLength(30);
    expect([items[0]?.period, items.at(-1)?.period]).toEqual(['2026-10-24', '2026-11-22']);
    expect(totals.successRate).toBeNull();
  });

  it('reads moments exactly: from is included, to is not', async () => {
    const { id: userId } = await world.person();
    await seedBlast(world.db, {
      userId,
      createdAt: at('2026-11-20T00:00:00Z'),
      messages: ['00:59:59.999Z', '01:00:00.000Z', '01:59:59.999Z', '02:00:00.000Z'].map((time) => ({
        status: 'SENT',
        sentAt: at(`2026-11-20T${time}`),
      })),
    });
    const { totals } = await world.services.reports.summary({
      userId,
      from: '2026-11-20T01:00:00Z',
      to: '2026-11-20T09:00:00+07:00',
      groupBy: 'day',
    });
    expect(totals.sent).toBe(2);
  });

  it('finds what left long after its blast was made, and what was retried after it had ended', async () => {
    const { id: userId } = await world.person();
    await seedBlast(world.db, {
      userId,
      createdAt: at('2026-06-01T00:00:00Z'),
      finishedAt: null, // paused since June, resumed today
      messages: [
        { status: 'SENT', sentAt: at('2026-06-01T00:00:00Z') },
        { status: 'SENT', sentAt: NOW },
      ],
    });
    await seedBlast(world.db, {
      userId,
      createdAt: at('2026-11-01T00:00:00Z'),
      finishedAt: at('2026-11-01T00:00:00Z'),
      messages: [{ status: 'SENT', sentAt: NOW }], // its receipt came three weeks late
    });
    const today = await world.services.reports.summary({ userId, from: '2026-11-22', groupBy: 'day' });
    expect(today.totals.sent).toBe(2);
  });

  it('refuses a range that is upside down or endless', async () => {
    const { id: userId } = await world.person();
    const ask = (from: string, to?: string) =>
      world.services.reports.summary({ userId, from, groupBy: 'day', ...(to === undefined ? {} : { to }) });
    await expect(ask('2026-11-23', '2026-11-22')).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(ask('1990-01-01')).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(ask('2026-11-22', '2026-11-22')).resolves.toMatchObject({
      items: [{ period: '2026-11-22' }],
    });
  });
});
