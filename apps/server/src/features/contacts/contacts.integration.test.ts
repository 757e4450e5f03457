import { createDb, type Database } from '@siar/db';
import { createTestDatabase } from '@siar/db/testing';
import { MAX_NUMBERS_PER_CALL } from '@siar/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { createTestClock } from '../../platform/clock.ts';
import { type ContactService, createContactService } from './contacts.service.ts';
import { createListService, type ListService } from './lists.service.ts';
import { createSuppressionService, type SuppressionService } from './suppressions.service.ts';

let database: { url: string; drop(): Promise<void> };
let db: Database;
let contacts: ContactService;
let lists: ListService;
let suppressions: SuppressionService;
let userId: string;
let stranger: string;
const address = '127.0.0.1';
const notFound = { code: 'not_found' };

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'));
  db = createDb({ url: database.url });
  const clock = createTestClock();
  contacts = createContactService({ db, clock });
  lists = createListService({ db, clock });
  suppressions = createSuppressionService({ db, clock });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});
beforeEach(async () => {
  await db.prisma.user.deleteMany();
  await db.prisma.suppressedNumber.deleteMany();
  const tenant = (email: string) => db.prisma.user.create({ data: { email, name: 'x', passwordHash: 'x' } });
  userId = (await tenant('toko@example.com')).id;
  stranger = (await tenant('klinik@example.com')).id;
});

describe('a paste of numbers', () => {
  it('accounts for each: new, repeated in the paste, known in the book, refused with row and reason', async () => {
    await contacts.create({ userId, phoneNumber: '081200000001', name: 'Lama' });
    const result = await contacts.addNumbers({
      userId,
      numbers: ['0812-0000-0001', '081200000002', '+6281200000002', '6.28E+11', '', '021-5551234'],
    });
    expect(result).toMatchObject({ imported: 1, duplicates: 2, repeated: 1, known: 1 });
    expect(result.invalid.map(({ row, value, reason }) => [row, value, reason])).toEqual([
      [4, '6.28E+11', 'excel_scientific'],
      [5, '', 'empty'],
      [6, '021-5551234', 'landline'],
    ]);
    expect(await contacts.count({ userId })).toBe(2);
    expect((await contacts.list({ userId, limit: 10, search: '0812 0000 0001' })).items[0]?.name).toBe(
      'Lama',
    );
  });

  it('goes onto a list, the known ones too; a second time changes nothing', async () => {
    const list = await lists.create({ userId, name: 'Baru' });
    const numbers = ['081200000001', '081200000002'];
    await contacts.addNumbers({ userId, numbers: ['081200000001'] });
    await contacts.addNumbers({ userId, numbers, listId: list.id });
    const again = await contacts.addNumbers({ userId, numbers, listId: list.id });
    expect(again).toMatchObject({ imported: 0, duplicates: 2 });
    expect((await lists.get({ userId, id: list.id })).count).toBe(2);
    expect(await contacts.count({ userId, listId: list.id })).toBe(2);
  });

  it('to a list of another tenant is not found, and nothing is written', async () => {
    const foreign = await lists.create({ userId: stranger, name: 'Pasien' });
    const paste = contacts.addNumbers({ userId, numbers: ['081200000001'], listId: foreign.id });
    await expect(paste).rejects.toMatchObject(notFound);
    expect(await contacts.count({ userId })).toBe(0);
  });

  it('of the largest size goes in with one call; two at once neither fail nor count a contact twice', async () => {
    const numbers = Array.from(
      { length: MAX_NUMBERS_PER_CALL },
      (_, index) => `0813${String(index).padStart(8, '0')}`,
    );
    const [one, other] = await Promise.all([
      contacts.addNumbers({ userId, numbers }),
      contacts.addNumbers({ userId, numbers: numbers.slice(0, 20_000).reverse() }),
    ]);
    expect(one.imported + other.imported).toBe(MAX_NUMBERS_PER_CALL);
    expect(await contacts.count({ userId })).toBe(MAX_NUMBERS_PER_CALL);
  });

  it('belongs to the tenant’s own country', async () => {
    await db.prisma.user.update({ where: { id: userId }, data: { defaultCountry: 'MY' } });
    await contacts.addNumbers({ userId, numbers: ['0123456789'] });
    expect((await contacts.list({ userId, limit: 1 })).items[0]?.phoneNumber).toBe('+60123456789');
  });
});

describe('a contact', () => {
  it('is kept with its name, fields under their keys, and lists', async () => {
    const list = await lists.create({ userId, name: 'Pelanggan' });
    const made = await contacts.create({
      userId,
      phoneNumber: '0812 3456 7890',
      name: 'Budi',
      fields: { kota: 'Solo' },
      listIds: [list.id],
    });
    expect(made).toMatchObject({ phoneNumber: '+6281234567890', name: 'Budi', fields: { kota: 'Solo' } });
    expect(made.listIds).toEqual([list.id]);
    const changed = await contacts.update({ userId, id: made.id, name: null, fields: {}, listIds: [] });
    expect(changed).toMatchObject({ name: null, fields: {}, listIds: [], phoneNumber: '+6281234567890' });
    await contacts.remove({ userId, id: made.id });
    await expect(contacts.get({ userId, id: made.id })).rejects.toMatchObject(notFound);
  });

  it('whose number stands in the book is a conflict that names the other, also on change', async () => {
    const first = await contacts.create({ userId, phoneNumber: '081200000001' });
    const conflict = { code: 'conflict', details: { reason: 'number_known', contactId: first.id } };
    await expect(contacts.create({ userId, phoneNumber: '+6281200000001' })).rejects.toMatchObject(conflict);
    const second = await contacts.create({ userId, phoneNumber: '081200000002' });
    const moved = contacts.update({ userId, id: second.id, phoneNumber: '081200000001' });
    await expect(moved).rejects.toMatchObject(conflict);
    expect((await contacts.create({ userId: stranger, phoneNumber: '081200000001' })).id).not.toBe(first.id);
  });

  it('with a number that is none is refused with the reason and a sentence', async () => {
    await expect(contacts.create({ userId, phoneNumber: '6.28E+11' })).rejects.toMatchObject({
      code: 'invalid_phone_number',
      details: { reason: 'excel_scientific', message: expect.stringContaining('Excel') as string },
    });
  });

  it('of another tenant is not there: not read, changed, deleted, listed or put on a list', async () => {
    const foreign = await contacts.create({ userId: stranger, phoneNumber: '081200000001', name: 'Pasien' });
    const foreignList = await lists.create({ userId: stranger, name: 'Pasien' });
    const own = await lists.create({ userId, name: 'Sendiri' });
    const { id } = foreign;
    await expect(contacts.get({ userId, id })).rejects.toMatchObject(notFound);
    await expect(contacts.update({ userId, id, name: 'x' })).rejects.toMatchObject(notFound);
    await expect(contacts.remove({ userId, id })).rejects.toMatchObject(notFound);
    await expect(contacts.list({ userId, limit: 10, listId: foreignList.id })).rejects.toMatchObject(
      notFound,
    );
    await expect(
      contacts.create({ userId, phoneNumber: '081200000009', listIds: [foreignList.id] }),
    ).rejects.toMatchObject(notFound);
    await expect(lists.addMembers({ userId, id: own.id, contactIds: [id] })).rejects.toMatchObject(notFound);
    await expect(lists.addMembers({ userId, id: foreignList.id, contactIds: [] })).rejects.toMatchObject(
      notFound,
    );
    expect((await contacts.list({ userId, limit: 10 })).items).toEqual([]);
    expect(await contacts.get({ userId: stranger, id })).toEqual(foreign);
  });

  it('is found by part of its name or number; wildcards are plain characters', async () => {
    await contacts.create({ userId, phoneNumber: '081200000001', name: 'Budi 100%' });
    await contacts.create({ userId, phoneNumber: '081300000002', name: 'Siti_A' });
    const search = async (text: string) =>
      (await contacts.list({ userId, limit: 10, search: text })).items.map((contact) => contact.name);
    expect(await search('budi')).toEqual(['Budi 100%']);
    expect(await search('0813')).toEqual(['Siti_A']);
    expect(await search('+62 812')).toEqual(['Budi 100%']);
    expect(await search('%')).toEqual(['Budi 100%']);
    expect(await search('_')).toEqual(['Siti_A']);
    expect(await search('  ')).toHaveLength(2);
    expect(await contacts.count({ userId, search: 'siti' })).toBe(1);
  });

  it('stands on exactly one page, newest first', async () => {
    await contacts.addNumbers({
      userId,
      numbers: Array.from({ length: 25 }, (_, index) => `0812000000${10 + index}`),
    });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<ContactService['list']>> = await contacts.list({
        userId,
        limit: 10,
        ...(cursor === null ? {} : { cursor }),
      });
      seen.push(...page.items.map((contact) => contact.phoneNumber));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toHaveLength(25);
    expect(seen).toEqual([...seen].sort().reverse());
  });
});

describe('a list', () => {
  it('has a name of its own, a size, and members that come and go', async () => {
    const list = await lists.create({ userId, name: 'Pelanggan', description: 'Dari kasir' });
    await expect(lists.create({ userId, name: 'Pelanggan' })).rejects.toMatchObject({ code: 'name_taken' });
    await lists.create({ userId: stranger, name: 'Pelanggan' });
    const one = await contacts.create({ userId, phoneNumber: '081200000001' });
    const two = await contacts.create({ userId, phoneNumber: '081200000002' });
    const contactIds = [one.id, two.id, one.id];
    expect((await lists.addMembers({ userId, id: list.id, contactIds })).count).toBe(2);
    expect((await lists.removeMembers({ userId, id: list.id, contactIds: [one.id] })).count).toBe(1);
    expect((await lists.list({ userId, limit: 10 })).items).toMatchObject([{ name: 'Pelanggan', count: 1 }]);
    expect((await lists.update({ userId, id: list.id, name: 'Setia' })).description).toBe('Dari kasir');
    await lists.remove({ userId, id: list.id });
    await expect(lists.get({ userId, id: list.id })).rejects.toMatchObject(notFound);
    expect(await contacts.count({ userId })).toBe(2);
  });

  it('of another tenant is not there', async () => {
    const { id } = await lists.create({ userId: stranger, name: 'Pasien' });
    await expect(lists.get({ userId, id })).rejects.toMatchObject(notFound);
    await expect(lists.update({ userId, id, name: 'x' })).rejects.toMatchObject(notFound);
    await expect(lists.remove({ userId, id })).rejects.toMatchObject(notFound);
    await expect(lists.removeMembers({ userId, id, contactIds: [id] })).rejects.toMatchObject(notFound);
  });
});

describe('a suppressed number', () => {
  it('is added by hand once, found however it is written, and taken out again; both stand in the audit list', async () => {
    const made = await suppressions.add({
      userId,
      phoneNumber: '0812 0000 0001',
      note: 'Minta berhenti',
      address,
    });
    expect(made).toMatchObject({ phoneNumber: '+6281200000001', reason: 'BY_HAND', note: 'Minta berhenti' });
    await suppressions.add({ userId, phoneNumber: '+6281200000001', address });
    expect((await suppressions.get({ userId, phoneNumber: '6281200000001' })).note).toBe('Minta berhenti');
    await suppressions.remove({ userId, phoneNumber: '+6281200000001', address });
    await expect(suppressions.get({ userId, phoneNumber: '081200000001' })).rejects.toMatchObject(notFound);
    await expect(suppressions.remove({ userId, phoneNumber: 'x', address })).rejects.toMatchObject(notFound);
    const audit = await db.prisma.auditEvent.findMany({ where: { userId }, orderBy: { id: 'asc' } });
    expect(audit.map((event) => event.action)).toEqual(['suppression.added', 'suppression.removed']);
    expect(JSON.stringify(audit)).not.toContain('81200000001');
  });

  it('that opted out keeps its reason when somebody adds it by hand', async () => {
    const phoneNumber = '+6281200000001';
    await db.prisma.suppressedNumber.create({ data: { userId, phoneNumber, reason: 'OPTED_OUT' } });
    expect((await suppressions.add({ userId, phoneNumber, address })).reason).toBe('OPTED_OUT');
  });

  it('is one tenant’s own', async () => {
    await suppressions.add({ userId, phoneNumber: '081200000001', address });
    const foreign = { userId: stranger, phoneNumber: '081200000001', address };
    await expect(suppressions.get(foreign)).rejects.toMatchObject(notFound);
    await expect(suppressions.remove(foreign)).rejects.toMatchObject(notFound);
    expect((await suppressions.list({ userId: stranger, limit: 10 })).items).toEqual([]);
  });

  it('stands on exactly one page, also among many of the same moment', async () => {
    for (let index = 10; index < 15; index += 1) {
      await suppressions.add({ userId, phoneNumber: `0812000000${index}`, address });
    }
    const first = await suppressions.list({ userId, limit: 3 });
    const second = await suppressions.list({ userId, limit: 3, cursor: first.nextCursor ?? '' });
    const seen = [...first.items, ...second.items].map((item) => item.phoneNumber);
    expect(new Set(seen).size).toBe(5);
    expect(second.nextCursor).toBeNull();
    await expect(suppressions.list({ userId, limit: 3, cursor: 'x' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});
