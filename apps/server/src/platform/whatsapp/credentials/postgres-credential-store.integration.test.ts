import { randomBytes } from 'node:crypto';
import { createDb } from '@siar/db';
import type { Database } from '@siar/db';
import { createTestDatabase } from '@siar/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { createEnvelope, UnreadableError } from '../../crypto/envelope.ts';
import { createPostgresCredentialStore, FencedError } from './postgres-credential-store.ts';

describe('credentials in PostgreSQL', () => {
  let database: { url: string; drop(): Promise<void> };
  let db: Database;
  let sessionId: string;
  let userId: string;
  const oldKey = { id: 'old', key: randomBytes(32) };
  const newKey = { id: 'new', key: randomBytes(32) };

  beforeAll(async () => {
    database = await createTestDatabase(inject('postgresUrl'));
    db = createDb({ url: database.url });
  });
  afterAll(async () => {
    await db.close();
    await database.drop();
  });
  beforeEach(async () => {
    const email = `${randomBytes(6).toString('hex')}@example.com`;
    const user = await db.prisma.user.create({ data: { email, name: 'Kopi', passwordHash: 'x' } });
    userId = user.id;
    const session = await db.prisma.whatsAppSession.create({ data: { userId, epoch: 3 } });
    sessionId = session.id;
  });

  const store = ({ epoch = 3, keys = [oldKey], of = sessionId } = {}) =>
    createPostgresCredentialStore({ db, envelope: createEnvelope({ keys }), sessionId: of, epoch });
  const rows = () =>
    db.prisma.whatsAppCredential.findMany({ where: { sessionId }, orderBy: { generation: 'desc' } });

  it('come back as they were saved; nothing saved is null', async () => {
    expect(await store().load()).toBeNull();
    const bytes = randomBytes(300_000);
    await store().save(bytes);
    expect(await store().load()).toEqual(bytes);
  });

  it('do not lie in the table as plain text', async () => {
    await store().save(Buffer.from('noise-key-of-the-device'));
    const [row] = await rows();
    expect(Buffer.from(row?.ciphertext ?? []).toString('latin1')).not.toContain('noise-key');
  });

  it('keep two generations and read the older one when the newest is damaged', async () => {
    for (const text of ['one', 'two', 'three']) await store().save(Buffer.from(text));
    const [newest, before, ...more] = await rows();
    expect([newest?.generation, before?.generation, more.length]).toEqual([3, 2, 0]);
    await db.prisma.whatsAppCredential.updateMany({
      where: { sessionId, generation: 3 },
      data: { ciphertext: new Uint8Array(randomBytes(64)) },
    });
    expect((await store().load())?.toString()).toBe('two');
  });

  it('are readable after the key was rotated and are sealed with the new key from then on', async () => {
    await store().save(Buffer.from('one'));
    const rotated = store({ keys: [newKey, oldKey] });
    expect((await rotated.load())?.toString()).toBe('one');
    await rotated.save(Buffer.from('two'));
    expect((await rows())[0]?.keyId).toBe('new');
  });

  it('say that they are unreadable when no key fits', async () => {
    await store().save(Buffer.from('one'));
    await expect(store({ keys: [newKey] }).load()).rejects.toBeInstanceOf(UnreadableError);
  });

  it('cannot be moved to another session', async () => {
    await store().save(Buffer.from('one'));
    const email = `${randomBytes(6).toString('hex')}@example.com`;
    const other = await db.prisma.user.create({ data: { email, name: 'Klinik', passwordHash: 'x' } });
    const session = await db.prisma.whatsAppSession.create({ data: { userId: other.id, epoch: 3 } });
    await db.prisma.whatsAppCredential.updateMany({ where: { sessionId }, data: { sessionId: session.id } });
    await expect(store({ of: session.id }).load()).rejects.toBeInstanceOf(UnreadableError);
  });

  it('are neither changed nor deleted by a holder whose epoch has passed', async () => {
    await store().save(Buffer.from('one'));
    await db.prisma.whatsAppSession.update({ where: { id: sessionId }, data: { epoch: 4 } });
    await expect(store({ epoch: 3 }).save(Buffer.from('late'))).rejects.toBeInstanceOf(FencedError);
    await expect(store({ epoch: 3 }).delete()).rejects.toBeInstanceOf(FencedError);
    expect((await store({ epoch: 4 }).load())?.toString()).toBe('one');
  });

  it('are gone after delete, which may be asked twice', async () => {
    await store().save(Buffer.from('one'));
    await store().delete();
    await store().delete();
    expect(await store().load()).toBeNull();
    expect(await rows()).toHaveLength(0);
  });

  it('saved at the same time get a generation each', async () => {
    await Promise.all(['a', 'b', 'c'].map((text) => store().save(Buffer.from(text))));
    expect((await rows()).map((row) => row.generation)).toEqual([3, 2]);
  });
});
