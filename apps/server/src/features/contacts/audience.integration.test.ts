import { createDb, type Database } from '@siar/db';
import { createTestDatabase } from '@siar/db/testing';
import { isDomainError } from '@siar/shared';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { countAudience, insertAudience } from './audience.ts';

describe('the audience of a blast', () => {
  let database: { url: string; drop(): Promise<void> };
  let db: Database;
  let shop: string;
  let clinic: string;
  let regulars: string;
  let newcomers: string;
  let foreignList: string;

  beforeAll(async () => {
    database = await createTestDatabase(inject('postgresUrl'));
    db = createDb({ url: database.url });
    shop = await tenant('shop@example.com');
    clinic = await tenant('clinic@example.com');
    regulars = await list(shop, 'Pelanggan');
    newcomers = await list(shop, 'Baru');
    foreignList = await list(clinic, 'Pasien');
    await contact({ userId: shop, phoneNumber: '+6281200000001', name: 'Ani', lists: [regulars] });
    await contact({ userId: shop, phoneNumber: '+6281200000002', name: null, lists: [regulars, newcomers] });
    await contact({
      userId: shop,
      phoneNumber: '+6281200000003',
      name: 'Cici',
      fields: { kota: 'Solo' },
      lists: [],
    });
    await contact({ userId: clinic, phoneNumber: '+6281200000009', name: 'Pasien', lists: [foreignList] });
    await db.prisma.suppressedNumber.createMany({
      data: [
        { userId: shop, phoneNumber: '+6281200000002', reason: 'OPTED_OUT' },
        { userId: clinic, phoneNumber: '+6281200000001', reason: 'OPTED_OUT' },
      ],
    });
  });
  afterAll(async () => {
    await db.close();
    await database.drop();
  });

  it('is everybody in the book, in the order they came; the suppressed are there as SKIPPED', async () => {
    const { result, rows } = await expand({ all: true });
    expect(result).toEqual({ total: 3, skipped: 1, invalid: [] });
    expect(rows.map((row) => [row.seq, row.phoneNumber, row.status, row.reasonCode])).toEqual([
      [1, '+6281200000001', 'PENDING', null],
      [2, '+6281200000002', 'SKIPPED', 'suppressed'],
      [3, '+6281200000003', 'PENDING', null],
    ]);
    expect(rows.every((row) => row.userId === shop && row.contactId !== null)).toBe(true);
  });

  it('holds each person once, whether by two lists, by list and number, or by a repeated number', async () => {
    const { result, rows } = await expand({
      listIds: [regulars, newcomers, regulars],
      numbers: ['0812-0000-0001', '+6281200000003', '081200000777', '0812 0000 0777'],
    });
    expect(result).toEqual({ total: 4, skipped: 1, invalid: [] });
    expect(rows.map((row) => row.phoneNumber)).toEqual([
      '+6281200000001',
      '+6281200000002',
      '+6281200000003',
      '+6281200000777',
    ]);
    expect(rows.map((row) => row.seq)).toEqual([1, 2, 3, 4]);
    expect(rows[3]?.contactId).toBeNull();
  });

  it('leaves out numbers that are none and says which', async () => {
    const { result } = await expand({ numbers: ['081200000555', '6.28E+11', '021-5551234', 'x'] });
    expect(result).toEqual({
      total: 1,
      skipped: 0,
      invalid: [
        { row: 2, value: '6.28E+11', reason: 'excel_scientific' },
        { row: 3, value: '021-5551234', reason: 'landline' },
        { row: 4, value: 'x', reason: 'letters' },
      ],
    });
  });

  it('of nobody writes nothing', async () => {
    expect((await expand({})).result.total).toBe(0);
    expect((await expand({ listIds: [], numbers: [] })).result.total).toBe(0);
  });

  it('copies of each contact only what the text needs', async () => {
    const everything = await expand({ all: true });
    expect(everything.rows.map((row) => row.fields)).toEqual([
      { name: 'Ani' },
      null,
      { name: 'Cici', kota: 'Solo' },
    ]);
    const nothing = await expand({ all: true }, []);
    expect(nothing.rows.map((row) => row.fields)).toEqual([null, null, null]);
    const some = await expand({ all: true }, ['kota', "o'; DROP"]);
    expect(some.rows.map((row) => row.fields)).toEqual([null, null, { kota: 'Solo' }]);
  });

  it('never reaches another tenant’s list: it is not found', async () => {
    await expect(expand({ listIds: [regulars, foreignList] })).rejects.toSatisfy((error) =>
      isDomainError(error, 'not_found'),
    );
  });

  it('is counted as it would be written', async () => {
    const counted = await countAudience(db.prisma, {
      userId: shop,
      audience: { listIds: [regulars], numbers: ['081200000777', 'x'] },
    });
    expect(counted).toEqual({ total: 3, skipped: 1, invalid: [{ row: 2, value: 'x', reason: 'letters' }] });
  });

  async function expand(audience: Parameters<typeof insertAudience>[1]['audience'], variables?: string[]) {
    const blast = await db.prisma.blastJob.create({
      data: { userId: shop, name: 'x', message: 'x', audience: {}, minDelayMs: 0, maxDelayMs: 0 },
    });
    const result = await db.prisma.$transaction((tx) =>
      insertAudience(tx, {
        userId: shop,
        blastSerial: blast.serial,
        audience,
        ...(variables && { variables }),
      }),
    );
    const rows = await db.prisma.blastMessage.findMany({
      where: { blastSerial: blast.serial },
      orderBy: { seq: 'asc' },
    });
    return { result, rows };
  }

  async function tenant(email: string): Promise<string> {
    const user = await db.prisma.user.create({ data: { email, name: email, passwordHash: 'x' } });
    return user.id;
  }

  async function list(userId: string, name: string): Promise<string> {
    return (await db.prisma.contactList.create({ data: { userId, name } })).id;
  }

  async function contact(input: {
    userId: string;
    phoneNumber: string;
    name: string | null;
    fields?: Record<string, string>;
    lists: string[];
  }): Promise<void> {
    const { lists, fields, ...rest } = input;
    const row = await db.prisma.contact.create({ data: { ...rest, fields: fields ?? {} } });
    await db.prisma.contactListMember.createMany({
      data: lists.map((listId) => ({ listId, contactId: row.id, userId: input.userId })),
    });
  }
});
