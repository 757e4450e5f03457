import { createDb, type Database } from '@siar/db';
import { createTestDatabase } from '@siar/db/testing';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createTestClock } from '../../platform/clock.ts';
import { createTemplateService, type TemplateService } from './templates.service.ts';

describe('a template', () => {
  let database: { url: string; drop(): Promise<void> };
  let db: Database;
  let templates: TemplateService;
  let userId: string;
  let stranger: string;

  beforeAll(async () => {
    database = await createTestDatabase(inject('postgresUrl'));
    db = createDb({ url: database.url });
    templates = createTemplateService({ db, clock: createTestClock() });
    const tenant = (email: string) =>
      db.prisma.user.create({ data: { email, name: 'x', passwordHash: 'x' } });
    userId = (await tenant('toko@example.com')).id;
    stranger = (await tenant('klinik@example.com')).id;
  });
  afterAll(async () => {
    await db.close();
    await database.drop();
  });

  it('tells its variables, and keeps every text it had', async () => {
    const made = await templates.create({ userId, name: 'Promo', body: 'Halo {{nama|Kak}}, ke {{Kota}}!' });
    expect(made).toMatchObject({
      version: 1,
      variables: [
        { name: 'name', fallback: 'Kak' },
        { name: 'kota', fallback: null },
      ],
    });
    await templates.update({ userId, id: made.id, body: 'Halo!' });
    await templates.update({ userId, id: made.id, name: 'Promo Mei', body: 'Halo!' });
    expect(await templates.get({ userId, id: made.id })).toMatchObject({
      name: 'Promo Mei',
      version: 2,
      variables: [],
    });
    const versions = await templates.versions({ userId, id: made.id });
    expect(versions.map(({ version, body }) => [version, body])).toEqual([
      [2, 'Halo!'],
      [1, 'Halo {{nama|Kak}}, ke {{Kota}}!'],
    ]);
    await templates.remove({ userId, id: made.id });
    await expect(templates.get({ userId, id: made.id })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('changed by two at once numbers its versions without a gap', async () => {
    const { id } = await templates.create({ userId, name: 'Ramai', body: '0' });
    await Promise.all(['a', 'b', 'c', 'd'].map((body) => templates.update({ userId, id, body })));
    const versions = await templates.versions({ userId, id });
    expect(versions.map((version) => version.version)).toEqual([5, 4, 3, 2, 1]);
  });

  it('changed on an old version is a conflict that tells the present one', async () => {
    const { id } = await templates.create({ userId, name: 'Lama', body: '1' });
    await templates.update({ userId, id, body: '2', expectedVersion: 1 });
    await expect(templates.update({ userId, id, body: '3', expectedVersion: 1 })).rejects.toMatchObject({
      code: 'conflict',
      details: { version: 2 },
    });
  });

  it('has a name of its own, and is not there for another tenant', async () => {
    const { id } = await templates.create({ userId, name: 'Sama', body: 'x' });
    await expect(templates.create({ userId, name: 'Sama', body: 'x' })).rejects.toMatchObject({
      code: 'name_taken',
    });
    await templates.create({ userId: stranger, name: 'Sama', body: 'x' });
    const notFound = { code: 'not_found' };
    await expect(templates.get({ userId: stranger, id })).rejects.toMatchObject(notFound);
    await expect(templates.versions({ userId: stranger, id })).rejects.toMatchObject(notFound);
    await expect(templates.update({ userId: stranger, id, body: 'y' })).rejects.toMatchObject(notFound);
    await expect(templates.remove({ userId: stranger, id })).rejects.toMatchObject(notFound);
    expect((await templates.list({ userId: stranger, limit: 10 })).items).toHaveLength(1);
  });
});
