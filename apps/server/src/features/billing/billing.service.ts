import type { Database, Prisma, Transaction } from '@siar/db';
import { nextPeriod, notFound, type SubscriptionView, toPage } from '@siar/shared';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { recordAudit } from '../auth/audit.ts';
import type { Actor } from '../users/users.service.ts';
import { countMessagesThatLeft } from './usage.ts';

/** One attempt to pay. Money is whole rupiah, times are ISO 8601. */
export const paymentView = z.object({
  orderId: z.string(),
  userId: z.uuid(),
  packageId: z.uuid(),
  packageName: z.string(),
  amountRupiah: z.int(),
  status: z.enum(['PENDING', 'SUCCESS', 'FAILED', 'EXPIRED', 'REFUNDED', 'IN_REVIEW']),
  paymentType: z.string().nullable(),
  createdAt: z.string(),
  paidAt: z.string().nullable(),
});
export type PaymentView = z.infer<typeof paymentView>;

/** What the package was when the period was sold or granted. */
const packageSnapshot = z.object({ name: z.string(), months: z.int() });

export interface BillingService {
  /** The period that covers this moment, by time alone; null when none does. */
  subscriptionOf(input: { userId: string }): Promise<SubscriptionView | null>;
  /** Newest first. @param userId absent: everybody's, for admins */
  payments(input: { userId?: string; cursor?: string; limit: number }): Promise<{
    items: PaymentView[];
    nextCursor: string | null;
  }>;
  payment(input: { userId: string; orderId: string }): Promise<PaymentView>;
  /** A period without payment: now, or after the one that runs. @throws not_found (person or package) */
  grant(
    input: Actor & { userId: string; packageId: string },
  ): Promise<{ startDate: string; endDate: string }>;
}

export function createBillingService({ db, clock }: { db: Database; clock: Clock }): BillingService {
  const { prisma } = db;
  return {
    async subscriptionOf({ userId }) {
      const now = clock.now();
      const period = await prisma.userSubscription.findFirst({
        // SCHEDULED becomes ACTIVE by the clock; no job has to run for it.
        where: {
          userId,
          status: { in: ['ACTIVE', 'SCHEDULED'] },
          startDate: { lte: now },
          endDate: { gt: now },
        },
        orderBy: { startDate: 'desc' },
      });
      if (period === null) return null;
      return {
        id: period.id,
        packageId: period.packageId,
        packageName: packageSnapshot.parse(period.packageSnapshot).name,
        quota: period.quota,
        used: await countMessagesThatLeft({ db, userId, since: period.startDate }),
        startDate: period.startDate.toISOString(),
        endDate: period.endDate.toISOString(),
      };
    },

    async payments({ userId, cursor, limit }) {
      const rows = await prisma.payment.findMany({
        where: {
          ...(userId === undefined ? {} : { userId }),
          ...(cursor === undefined ? {} : { id: { lt: cursor } }),
        },
        include: { package: { select: { name: true } } },
        orderBy: { id: 'desc' },
        take: limit + 1,
      });
      const page = toPage(rows, { limit, cursorOf: (last) => last.id });
      return { ...page, items: page.items.map(toPaymentView) };
    },

    async payment({ userId, orderId }) {
      const row = await prisma.payment.findFirst({
        where: { orderId, userId },
        include: { package: { select: { name: true } } },
      });
      if (row === null) throw notFound('payment');
      return toPaymentView(row);
    },

    async grant({ actorId, address, userId, packageId }) {
      const period = await prisma.$transaction(async (tx) => {
        await lockTenant(tx, { userId });
        const granted = await tx.package.findUnique({ where: { id: packageId } });
        if (granted === null) throw notFound('package');
        const now = clock.now();
        const { name, description, priceRupiah, months, quota, isTrial, features } = granted;
        const { startDate, endDate, chain } = nextPeriod({
          last: await lastPeriod(tx, { userId }),
          months,
          now,
        });
        const created = await tx.userSubscription.create({
          data: {
            userId,
            packageId,
            packageSnapshot: {
              name,
              description,
              priceRupiah,
              months,
              quota,
              isTrial,
              features: features as Prisma.InputJsonValue,
            },
            anchorAt: chain.anchor,
            anchorMonths: chain.months,
            startDate,
            endDate,
            quota,
            status: startDate > now ? 'SCHEDULED' : 'ACTIVE',
            grantedById: actorId,
          },
        });
        const details = { packageId, name, endDate: endDate.toISOString() };
        const action = 'subscription.granted';
        await recordAudit(tx, { actorId, userId, action, subject: created.id, details, address });
        return created;
      });
      return { startDate: period.startDate.toISOString(), endDate: period.endDate.toISOString() };
    },
  };
}

/** Two grants or payments of one tenant follow each other, rather than both starting now. */
async function lockTenant(tx: Transaction, { userId }: { userId: string }): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>`SELECT id FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
  if (rows.length === 0) throw notFound('user');
}

async function lastPeriod(tx: Transaction, { userId }: { userId: string }) {
  const row = await tx.userSubscription.findFirst({
    where: { userId, status: { in: ['ACTIVE', 'SCHEDULED'] } },
    orderBy: { endDate: 'desc' },
  });
  if (row === null) return null;
  const { months } = packageSnapshot.parse(row.packageSnapshot);
  return { anchor: row.anchorAt, months: row.anchorMonths + months, endDate: row.endDate };
}

function toPaymentView(
  row: Prisma.PaymentGetPayload<{ include: { package: { select: { name: true } } } }>,
): PaymentView {
  return {
    orderId: row.orderId,
    userId: row.userId,
    packageId: row.packageId,
    packageName: row.package.name,
    amountRupiah: row.amountRupiah,
    status: row.status,
    paymentType: row.paymentType,
    createdAt: row.createdAt.toISOString(),
    paidAt: row.paidAt?.toISOString() ?? null,
  };
}
