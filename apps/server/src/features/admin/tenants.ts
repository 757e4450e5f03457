import type { Database } from '@siar/db';
import type { TenantRef } from './admin.schemas.ts';

/** Finds a person by id; null for nobody and for those who are gone. */
export type TenantLookup = (userId: string | null) => TenantRef;

/** Who stands behind the ids of one page of rows: these tables outlive their people, so nothing joins them. */
export async function tenantsOf(db: Database, userIds: readonly (string | null)[]): Promise<TenantLookup> {
  const ids = [...new Set(userIds.filter((id) => id !== null))];
  const rows = await db.prisma.user.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true, email: true },
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return (userId) => (userId === null ? null : (byId.get(userId) ?? null));
}
