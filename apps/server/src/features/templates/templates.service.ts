import { type Database, Prisma, tenantDb } from '@siar/db';
import {
  DomainError,
  notFound,
  type TemplateVersionView,
  type TemplateView,
  templateVariables,
  toPage,
} from '@siar/shared';
import type { Clock } from '../../platform/clock.ts';
import { likeText } from '../contacts/like-text.ts';

export interface TemplateService {
  list(input: {
    userId: string;
    search?: string;
    cursor?: string;
    limit: number;
  }): Promise<{ items: TemplateView[]; nextCursor: string | null }>;
  get(input: { userId: string; id: string }): Promise<TemplateView>;
  /** Newest first; the present one is among them. */
  versions(input: { userId: string; id: string }): Promise<TemplateVersionView[]>;
  /** @throws name_taken */
  create(input: { userId: string; name: string; body: string }): Promise<TemplateView>;
  /**
   * A new text becomes the next version; blasts keep the text they were made with.
   *
   * @param expectedVersion the version the change was made on: somebody else's change in between is a conflict
   * @throws name_taken, not_found, conflict (details.version)
   */
  update(input: {
    userId: string;
    id: string;
    name?: string;
    body?: string;
    expectedVersion?: number;
  }): Promise<TemplateView>;
  remove(input: { userId: string; id: string }): Promise<void>;
}

export function createTemplateService({ db, clock }: { db: Database; clock: Clock }): TemplateService {
  const { prisma } = db;

  async function get({ userId, id }: { userId: string; id: string }): Promise<TemplateView> {
    const row = await tenantDb(prisma, userId).template.findUnique({ where: { id } });
    if (row === null) throw notFound('template');
    return toView(row);
  }

  return {
    async list({ userId, search, cursor, limit }) {
      const rows = await tenantDb(prisma, userId).template.findMany({
        where: {
          ...(search === undefined || search === ''
            ? {}
            : { name: { contains: likeText(search), mode: 'insensitive' } }),
          ...(cursor === undefined ? {} : { id: { lt: cursor } }),
        },
        orderBy: { id: 'desc' },
        take: limit + 1,
      });
      return toPage(rows.map(toView), { limit, cursorOf: (last) => last.id });
    },

    get,

    async versions({ userId, id }) {
      await get({ userId, id });
      const rows = await tenantDb(prisma, userId).templateVersion.findMany({
        where: { templateId: id },
        orderBy: { version: 'desc' },
        take: 200,
      });
      return rows.map(({ version, body, createdAt }) => ({
        version,
        body,
        createdAt: createdAt.toISOString(),
      }));
    },

    async create({ userId, name, body }) {
      const createdAt = clock.now();
      const row = await prisma
        .$transaction(async (tx) => {
          const created = await tx.template.create({ data: { userId, name, body, createdAt } });
          await tx.templateVersion.create({
            data: { userId, templateId: created.id, version: 1, body, createdAt },
          });
          return created;
        })
        .catch(throwNameTaken);
      return toView(row);
    },

    async update({ userId, id, name, body, expectedVersion }) {
      const now = clock.now();
      await prisma
        .$transaction(async (tx) => {
          // Locked, so that versions are numbered without a gap.
          const [row] = await tx.$queryRaw<{ version: number; body: string }[]>`
            SELECT version, body FROM templates WHERE id = ${id}::uuid AND user_id = ${userId}::uuid FOR UPDATE`;
          if (row === undefined) throw notFound('template');
          if (expectedVersion !== undefined && expectedVersion !== row.version) {
            throw new DomainError('conflict', { version: row.version });
          }
          const isNewText = body !== undefined && body !== row.body;
          const version = isNewText ? row.version + 1 : row.version;
          await tx.template.updateMany({
            where: { id, userId },
            data: {
              updatedAt: now,
              version,
              ...(name === undefined ? {} : { name }),
              ...(isNewText ? { body } : {}),
            },
          });
          if (isNewText)
            await tx.templateVersion.create({
              data: { userId, templateId: id, version, body, createdAt: now },
            });
        })
        .catch(throwNameTaken);
      return get({ userId, id });
    },

    async remove({ userId, id }) {
      const { count } = await tenantDb(prisma, userId).template.deleteMany({ where: { id } });
      if (count === 0) throw notFound('template');
    },
  };
}

function toView(row: {
  id: string;
  name: string;
  body: string;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}): TemplateView {
  return {
    id: row.id,
    name: row.name,
    body: row.body,
    version: row.version,
    variables: templateVariables(row.body),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function throwNameTaken(error: unknown): never {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') {
    throw new DomainError('name_taken');
  }
  throw error;
}
