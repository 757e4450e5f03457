import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDb, type Database } from './client.ts';
import { Prisma } from './generated/client.ts';
import { TENANT_MODELS, tenantDb } from './tenant-db.ts';
import { createTestDatabase } from './testing/index.ts';

describe("a tenant's door to the database", () => {
  let database: { url: string; drop(): Promise<void> };
  let db: Database;
  let mine: string;
  let theirs: string;

  beforeAll(async () => {
    database = await createTestDatabase(inject('postgresUrl'));
    db = createDb({ url: database.url });
    const tenant = (email: string) =>
      db.prisma.user.create({ data: { email, name: email, passwordHash: 'x' } }).then((user) => user.id);
    mine = await tenant('mine@example.com');
    theirs = await tenant('theirs@example.com');
  });
  afterAll(async () => {
    await db.close();
    await database.drop();
  });

  it('writes rows in the tenant’s name whatever the caller says', async () => {
    const contact = await tenantDb(db.prisma, mine).contact.create({
      data: { userId: theirs, phoneNumber: '+628111000001' },
    });
    expect(contact.userId).toBe(mine);
  });

  it('does not find, change or delete another tenant’s row by its id', async () => {
    const row = await db.prisma.contact.create({ data: { userId: theirs, phoneNumber: '+628111000002' } });
    const door = tenantDb(db.prisma, mine);
    expect(await door.contact.findUnique({ where: { id: row.id } })).toBeNull();
    expect((await door.contact.updateMany({ where: { id: row.id }, data: { name: 'x' } })).count).toBe(0);
    expect((await door.contact.deleteMany({ where: { id: row.id } })).count).toBe(0);
    await expect(door.contact.update({ where: { id: row.id }, data: { name: 'x' } })).rejects.toThrow();
    expect(await door.contact.count({ where: { userId: theirs } })).toBe(1); // his own: userId cannot be overridden
  });

  it('is shut for models that are no tenant’s', async () => {
    const door = tenantDb(db.prisma, mine);
    await expect(door.user.findMany()).rejects.toThrow('not a tenant');
    await expect(door.auditEvent.findMany()).rejects.toThrow('not a tenant');
  });

  it('lists exactly the models that bear userId and are not the platform’s own', () => {
    const platform = ['AuditEvent', 'DeadLetterJob', 'Alert', 'OutboxItem'];
    const bearing = Object.values(Prisma.ModelName).filter((model) => {
      const fields = (Prisma as unknown as Record<string, Record<string, string>>)[`${model}ScalarFieldEnum`];
      return fields !== undefined && 'userId' in fields && !platform.includes(model);
    });
    expect([...TENANT_MODELS].sort()).toEqual(bearing.sort());
  });
});
