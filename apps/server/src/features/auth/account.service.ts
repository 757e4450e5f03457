import type { Database } from '@siar/db';
import { notFound, role, type SubscriptionView, subscriptionView, whatsAppStatus } from '@siar/shared';
import { z } from 'zod';
import { person, type Person, toPerson } from './auth.schemas.ts';

/** The person who asks, with what the status bar shows. Times are ISO 8601. */
export const me = person.extend({
  role,
  /** Null: no period covers this moment. */
  subscription: subscriptionView.nullable(),
  whatsapp: z.object({
    status: whatsAppStatus,
    phoneNumber: z.string().nullable(),
    lastConnectedAt: z.string().nullable(),
    reason: z.string().nullable(),
  }),
});
export type Me = z.infer<typeof me>;

export interface AccountService {
  me(input: { userId: string }): Promise<Me>;
  update(input: { userId: string; name?: string; locale?: string; timeZone?: string }): Promise<Person>;
}

/** @param subscriptionOf asks billing, which stands to the right of this feature */
export function createAccountService({
  db,
  subscriptionOf,
}: {
  db: Database;
  subscriptionOf: (input: { userId: string }) => Promise<SubscriptionView | null>;
}): AccountService {
  const { prisma } = db;
  return {
    async me({ userId }) {
      const [user, subscription] = await Promise.all([
        prisma.user.findUnique({ where: { id: userId }, include: { whatsAppSession: true } }),
        subscriptionOf({ userId }),
      ]);
      if (user === null) throw notFound('user');
      const number = user.whatsAppSession;
      return {
        ...toPerson(user),
        subscription,
        whatsapp: {
          status: number?.status ?? 'DISCONNECTED',
          phoneNumber: number?.phoneNumber ?? null,
          lastConnectedAt: number?.lastConnectedAt?.toISOString() ?? null,
          reason: number?.reasonCode ?? null,
        },
      };
    },

    async update({ userId, ...changes }) {
      return toPerson(await prisma.user.update({ where: { id: userId }, data: changes }));
    },
  };
}
