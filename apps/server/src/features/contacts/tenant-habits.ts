import type { Database, Transaction } from '@siar/db';
import { notFound } from '@siar/shared';

export interface TenantHabits {
  /** ISO 3166 code of the country that numbers without a country code belong to. */
  defaultCountry: string;
  /** `id` or `en`: the language of sentences. */
  locale: string;
}

/** @throws not_found when the tenant is gone */
export async function habitsOf(
  db: Database['prisma'] | Pick<Transaction, 'user'>,
  userId: string,
): Promise<TenantHabits> {
  const user = await db.user.findUnique({
    where: { id: userId },
    select: { defaultCountry: true, locale: true },
  });
  if (user === null) throw notFound('user');
  return user;
}
