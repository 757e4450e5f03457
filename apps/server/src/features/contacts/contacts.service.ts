import { type Database, Prisma, tenantDb } from '@siar/db';
import {
  type BulkResult,
  type ContactFields,
  type ContactView,
  DomainError,
  normaliseNumbers,
  notFound,
  parsePhoneNumber,
  sentenceForReason,
  toPage,
} from '@siar/shared';
import type { Clock } from '../../platform/clock.ts';
import { addNumbersToList, upsertContacts } from './contacts.store.ts';
import { inTransaction } from './in-transaction.ts';
import { likeText } from './like-text.ts';
import { habitsOf } from './tenant-habits.ts';

export interface ContactFilter {
  /** Part of a name or number; a number may be written as at home (`0812…`). */
  search?: string;
  listId?: string;
}

export interface ContactService {
  list(
    input: ContactFilter & { userId: string; cursor?: string; limit: number },
  ): Promise<{ items: ContactView[]; nextCursor: string | null }>;
  count(input: ContactFilter & { userId: string }): Promise<number>;
  get(input: { userId: string; id: string }): Promise<ContactView>;
  /** @throws invalid_phone_number, conflict (details.contactId) when the number stands in the book, not_found */
  create(input: {
    userId: string;
    phoneNumber: string;
    name?: string | null;
    fields?: ContactFields;
    listIds?: string[];
  }): Promise<ContactView>;
  /** What is left out stays; `fields` and `listIds` replace the old ones. @throws as `create` */
  update(input: {
    userId: string;
    id: string;
    phoneNumber?: string;
    name?: string | null;
    fields?: ContactFields;
    listIds?: string[];
  }): Promise<ContactView>;
  /** Blasts that went to the contact keep their messages. */
  remove(input: { userId: string; id: string }): Promise<void>;
  /** A paste of numbers, all or nothing but the refused ones. @throws not_found for a foreign list */
  addNumbers(input: { userId: string; numbers: string[]; listId?: string }): Promise<BulkResult>;
}

const withLists = { lists: { select: { listId: true } } } as const;

export function createContactService({ db, clock }: { db: Database; clock: Clock }): ContactService {
  const { prisma, pool } = db;

  async function get(input: { userId: string; id: string }): Promise<ContactView> {
    const row = await tenantDb(prisma, input.userId).contact.findUnique({
      where: { id: input.id },
      include: withLists,
    });
    if (row === null) throw notFound('contact');
    return toContactView(row);
  }

  async function requireLists(input: { userId: string; listIds: readonly string[] }): Promise<void> {
    const ids = [...new Set(input.listIds)];
    if (ids.length === 0) return;
    const found = await tenantDb(prisma, input.userId).contactList.count({ where: { id: { in: ids } } });
    if (found < ids.length) throw notFound('list');
  }

  async function whereOf(input: ContactFilter & { userId: string }): Promise<Prisma.ContactWhereInput> {
    if (input.listId !== undefined) await requireLists({ userId: input.userId, listIds: [input.listId] });
    return {
      userId: input.userId,
      ...(input.listId === undefined ? {} : { lists: { some: { listId: input.listId } } }),
      ...searchFor(input.search),
    };
  }

  /** Reads the number as the tenant's country writes it. */
  async function numberOf(input: { userId: string; phoneNumber: string }): Promise<string> {
    const { defaultCountry, locale } = await habitsOf(prisma, input.userId);
    const parsed = parsePhoneNumber(input.phoneNumber, { defaultCountry });
    if (parsed.ok) return parsed.e164;
    const { problem } = parsed;
    throw new DomainError('invalid_phone_number', {
      reason: problem,
      message: sentenceForReason(problem, locale),
    });
  }

  async function conflictOn(input: { userId: string; phoneNumber: string; cause: unknown }): Promise<never> {
    if (!isUniqueViolation(input.cause)) throw input.cause;
    const { userId, phoneNumber } = input;
    const other = await prisma.contact.findUnique({ where: { userId_phoneNumber: { userId, phoneNumber } } });
    throw new DomainError('conflict', { reason: 'number_known', contactId: other?.id ?? null });
  }

  return {
    async list({ limit, cursor, ...filter }) {
      const where = await whereOf(filter);
      const rows = await prisma.contact.findMany({
        where: { AND: [where, cursor === undefined ? {} : { id: { lt: cursor } }] },
        include: withLists,
        orderBy: { id: 'desc' }, // UUID v7: newest first
        take: limit + 1,
      });
      return toPage(rows.map(toContactView), { limit, cursorOf: (last) => last.id });
    },

    async count(filter) {
      return prisma.contact.count({ where: await whereOf(filter) });
    },

    get,

    async create({ userId, name, fields, listIds = [], ...input }) {
      const phoneNumber = await numberOf({ userId, phoneNumber: input.phoneNumber });
      await requireLists({ userId, listIds });
      const now = clock.now();
      const id = await prisma
        .$transaction(async (tx) => {
          const row = await tx.contact.create({
            data: {
              userId,
              phoneNumber,
              name: name === '' ? null : (name ?? null),
              fields: fields ?? {},
              createdAt: now,
            },
          });
          await tx.contactListMember.createMany({
            data: membershipsOf({ userId, contactId: row.id, listIds }),
          });
          return row.id;
        })
        .catch((cause: unknown) => conflictOn({ userId, phoneNumber, cause }));
      return get({ userId, id });
    },

    async update({ userId, id, listIds, ...changes }) {
      const phoneNumber =
        changes.phoneNumber === undefined
          ? undefined
          : await numberOf({ userId, phoneNumber: changes.phoneNumber });
      if (listIds !== undefined) await requireLists({ userId, listIds });
      const data: Prisma.ContactUpdateManyMutationInput = {
        updatedAt: clock.now(),
        ...(phoneNumber === undefined ? {} : { phoneNumber }),
        ...(changes.name === undefined ? {} : { name: changes.name === '' ? null : changes.name }),
        ...(changes.fields === undefined ? {} : { fields: changes.fields }),
      };
      await prisma
        .$transaction(async (tx) => {
          const { count } = await tx.contact.updateMany({ where: { userId, id }, data });
          if (count === 0) throw notFound('contact');
          if (listIds === undefined) return;
          await tx.contactListMember.deleteMany({ where: { userId, contactId: id } });
          await tx.contactListMember.createMany({ data: membershipsOf({ userId, contactId: id, listIds }) });
        })
        .catch((cause: unknown) => conflictOn({ userId, phoneNumber: phoneNumber ?? '', cause }));
      return get({ userId, id });
    },

    async remove({ userId, id }) {
      const { count } = await tenantDb(prisma, userId).contact.deleteMany({ where: { id } });
      if (count === 0) throw notFound('contact');
    },

    async addNumbers({ userId, numbers: values, listId }) {
      const { defaultCountry, locale } = await habitsOf(prisma, userId);
      if (listId !== undefined) await requireLists({ userId, listIds: [listId] });
      const { numbers, duplicates, invalid } = normaliseNumbers(values, { defaultCountry });
      const now = clock.now();
      const { inserted } = await inTransaction(pool, async (client) => {
        const contacts = numbers.map((phoneNumber) => ({ phoneNumber, name: null, fields: {} }));
        const result = await upsertContacts(client, { userId, contacts, now });
        if (listId !== undefined)
          await addNumbersToList(client, { userId, listId, phoneNumbers: numbers, now });
        return result;
      });
      const known = numbers.length - inserted;
      return {
        imported: inserted,
        duplicates: duplicates + known,
        repeated: duplicates,
        known,
        invalid: invalid.map((row) => ({ ...row, message: sentenceForReason(row.reason, locale) })),
      };
    },
  };
}

/** By number when it is made of digits (0812… finds +62812…), by name always. */
function searchFor(search: string | undefined): Prisma.ContactWhereInput {
  const text = search?.trim() ?? '';
  if (text === '') return {};
  const digits = text.replace(/[\s().+-]/g, '').replace(/^0+/, '');
  const byName = { name: { contains: likeText(text), mode: 'insensitive' } } as const;
  return /^\d{2,}$/.test(digits) ? { OR: [byName, { phoneNumber: { contains: digits } }] } : byName;
}

function membershipsOf(input: { userId: string; contactId: string; listIds: readonly string[] }) {
  const { userId, contactId } = input;
  return [...new Set(input.listIds)].map((listId) => ({ userId, contactId, listId }));
}

type ContactRow = Prisma.ContactGetPayload<{ include: typeof withLists }>;

function toContactView(row: ContactRow): ContactView {
  return {
    id: row.id,
    phoneNumber: row.phoneNumber,
    name: row.name,
    fields: Object.fromEntries(Object.entries(row.fields ?? {}).map(([key, value]) => [key, String(value)])),
    listIds: row.lists.map((membership) => membership.listId),
    consentAt: row.consentAt?.toISOString() ?? null,
    lastMessagedAt: row.lastMessagedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
