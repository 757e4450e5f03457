import type { Database, Package } from '@siar/db';
import { DomainError, isLegalPrice, notFound, PRICE_FLOOR_RUPIAH } from '@siar/shared';
import { z } from 'zod';
import { recordAudit } from '../auth/audit.ts';
import type { Actor } from '../users/users.service.ts';

const MAX_RUPIAH = 1_000_000_000;

/** What an admin writes. Prices are whole rupiah; 0 is a gift or a trial. `quota`: messages per period. */
export const packageInput = z.object({
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().max(1_000),
  priceRupiah: z
    .int()
    .max(MAX_RUPIAH)
    .refine(isLegalPrice, `must be 0 or at least ${PRICE_FLOOR_RUPIAH}: some payment methods take no less`),
  months: z.int().min(1).max(36),
  quota: z.int().min(1).max(2_000_000_000),
  isActive: z.boolean(),
  isTrial: z.boolean(),
  sortOrder: z.int().min(-10_000).max(10_000),
});
export type PackageInput = z.infer<typeof packageInput>;

export const packageView = packageInput.extend({ id: z.uuid(), priceRupiah: z.int() });
export type PackageView = z.infer<typeof packageView>;

export interface PackageService {
  /** What can be bought now, in the order in which it is shown. */
  listForSale(): Promise<PackageView[]>;
  /** Also what is no longer sold. */
  listAll(): Promise<PackageView[]>;
  get(input: { id: string }): Promise<PackageView>;
  create(input: Actor & { package: PackageInput }): Promise<PackageView>;
  /** Periods already sold or granted keep what they were sold with. */
  update(input: Actor & { id: string; changes: Partial<PackageInput> }): Promise<PackageView>;
  /** @throws conflict when somebody has or had it: take it off sale (`isActive: false`) instead */
  remove(input: Actor & { id: string }): Promise<void>;
}

export function createPackageService({ db }: { db: Database }): PackageService {
  const { prisma } = db;
  const orderBy = [{ sortOrder: 'asc' as const }, { priceRupiah: 'asc' as const }, { id: 'asc' as const }];
  return {
    async listForSale() {
      return (await prisma.package.findMany({ where: { isActive: true }, orderBy })).map(toView);
    },

    async listAll() {
      return (await prisma.package.findMany({ orderBy })).map(toView);
    },

    async get({ id }) {
      const row = await prisma.package.findUnique({ where: { id } });
      if (row === null) throw notFound('package');
      return toView(row);
    },

    create: ({ actorId, address, package: data }) =>
      prisma.$transaction(async (tx) => {
        const row = await tx.package.create({ data });
        const action = 'package.created';
        await recordAudit(tx, { actorId, userId: null, action, subject: row.id, details: data, address });
        return toView(row);
      }),

    update: ({ actorId, address, id, changes }) =>
      prisma.$transaction(async (tx) => {
        const [row] = await tx.package.updateManyAndReturn({ where: { id }, data: changes });
        if (row === undefined) throw notFound('package');
        const action = 'package.updated';
        await recordAudit(tx, { actorId, userId: null, action, subject: id, details: changes, address });
        return toView(row);
      }),

    remove: ({ actorId, address, id }) =>
      prisma.$transaction(async (tx) => {
        const row = await tx.package.findUnique({
          where: { id },
          include: { _count: { select: { payments: true, subscriptions: true } } },
        });
        if (row === null) throw notFound('package');
        if (row._count.payments + row._count.subscriptions > 0) {
          throw new DomainError('conflict', { reason: 'in_use' });
        }
        await tx.package.delete({ where: { id } });
        const details = { name: row.name };
        await recordAudit(tx, {
          actorId,
          userId: null,
          action: 'package.deleted',
          subject: id,
          details,
          address,
        });
      }),
  };
}

function toView(row: Package): PackageView {
  const { id, name, description, priceRupiah, months, quota, isActive, isTrial, sortOrder } = row;
  return { id, name, description, priceRupiah, months, quota, isActive, isTrial, sortOrder };
}
