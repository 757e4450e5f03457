import { type Database, tenantDb } from '@siar/db';
import { type ContactListView, DomainError, notFound, toPage } from '@siar/shared';
import type { Clock } from '../../platform/clock.ts';
import { isUniqueViolation } from './contacts.service.ts';
import { likeText } from './like-text.ts';

export interface ListService {
  list(input: {
    userId: string;
    search?: string;
    cursor?: string;
    limit: number;
  }): Promise<{ items: ContactListView[]; nextCursor: string | null }>;
  get(input: { userId: string; id: string }): Promise<ContactListView>;
  /** @throws name_taken */
  create(input: { userId: string; name: string; description?: string | null }): Promise<ContactListView>;
  /** @throws name_taken, not_found */
  update(input: {
    userId: string;
    id: string;
    name?: string;
    description?: string | null;
  }): Promise<ContactListView>;
  /** The contacts stay in the book. */
  remove(input: { userId: string; id: string }): Promise<void>;
  /** All or nothing; who is on the list already stays. @throws not_found for any foreign id */
  addMembers(input: { userId: string; id: string; contactIds: string[] }): Promise<ContactListView>;
  removeMembers(input: { userId: string; id: string; contactIds: string[] }): Promise<ContactListView>;
}

export function createListService({ db, clock }: { db: Database; clock: Clock }): ListService {
  const { prisma } = db;

  async function get({ userId, id }: { userId: string; id: string }): Promise<ContactListView> {
    const row = await tenantDb(prisma, userId).contactList.findUnique({ where: { id } });
    if (row === null) throw notFound('list');
    return toView(row, await prisma.contactListMember.count({ where: { listId: id } }));
  }

  return {
    async list({ userId, search, cursor, limit }) {
      const rows = await tenantDb(prisma, userId).contactList.findMany({
        where: {
          ...(search === undefined || search === ''
            ? {}
            : { name: { contains: likeText(search), mode: 'insensitive' } }),
          ...(cursor === undefined ? {} : { id: { lt: cursor } }),
        },
        orderBy: { id: 'desc' },
        take: limit + 1,
      });
      const counts = await prisma.contactListMember.groupBy({
        by: ['listId'],
        where: { listId: { in: rows.map((row) => row.id) } },
        _count: { _all: true },
      });
      const countOf = new Map(counts.map((group) => [group.listId, group._count._all]));
      const views = rows.map((row) => toView(row, countOf.get(row.id) ?? 0));
      return toPage(views, { limit, cursorOf: (last) => last.id });
    },

    get,

    async create({ userId, name, description = null }) {
      const row = await tenantDb(prisma, userId)
        .contactList.create({ data: { userId, name, description, createdAt: clock.now() } })
        .catch(throwNameTaken);
      return toView(row, 0);
    },

    async update({ userId, id, ...changes }) {
      const { count } = await tenantDb(prisma, userId)
        .contactList.updateMany({ where: { id }, data: { ...changes, updatedAt: clock.now() } })
        .catch(throwNameTaken);
      if (count === 0) throw notFound('list');
      return get({ userId, id });
    },

    async remove({ userId, id }) {
      const { count } = await tenantDb(prisma, userId).contactList.deleteMany({ where: { id } });
      if (count === 0) throw notFound('list');
    },

    async addMembers({ userId, id, contactIds }) {
      const ids = [...new Set(contactIds)];
      await prisma.$transaction(async (tx) => {
        if ((await tx.contactList.count({ where: { userId, id } })) === 0) throw notFound('list');
        const found = await tx.contact.count({ where: { userId, id: { in: ids } } });
        if (found < ids.length) throw notFound('contact');
        await tx.contactListMember.createMany({
          data: ids.map((contactId) => ({ userId, listId: id, contactId })),
          skipDuplicates: true,
        });
      });
      return get({ userId, id });
    },

    async removeMembers({ userId, id, contactIds }) {
      const list = await get({ userId, id });
      const { count } = await tenantDb(prisma, userId).contactListMember.deleteMany({
        where: { listId: id, contactId: { in: contactIds } },
      });
      return { ...list, count: list.count - count };
    },
  };
}

function toView(
  row: { id: string; name: string; description: string | null; createdAt: Date },
  count: number,
): ContactListView {
  const { id, name, description, createdAt } = row;
  return { id, name, description, count, createdAt: createdAt.toISOString() };
}

function throwNameTaken(error: unknown): never {
  if (isUniqueViolation(error)) throw new DomainError('name_taken');
  throw error;
}
