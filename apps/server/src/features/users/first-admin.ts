import { randomBytes } from 'node:crypto';
import type { Database } from '@siar/db';
import { recordAudit } from '../auth/audit.ts';
import { hashPassword } from '../auth/passwords.ts';

export const FIRST_ADMIN_EMAIL = 'admin@siar.local';

/** A number that only this uses: two processes that start together make one admin. */
const FIRST_ADMIN_LOCK = 7_412_002;

/**
 * Makes an admin with a random password when there is none at all, active or not: a platform whose admins were all
 * deactivated by hand is not to be taken over by a restart. Null when there is one. The password is shown once.
 */
export async function createFirstAdmin({
  db,
}: {
  db: Database;
}): Promise<{ email: string; password: string } | null> {
  const password = randomBytes(18).toString('base64url');
  return db.prisma.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${FIRST_ADMIN_LOCK}::bigint)`;
      if ((await tx.user.count({ where: { role: 'ADMIN' } })) > 0) return null;
      const data = { name: 'Admin', role: 'ADMIN' as const, passwordHash: await hashPassword(password) };
      // Somebody may have registered the address as an ordinary account: he does not become admin by that.
      const taken = await tx.user.count({ where: { email: FIRST_ADMIN_EMAIL } });
      const email = taken === 0 ? FIRST_ADMIN_EMAIL : `admin-${randomBytes(3).toString('hex')}@siar.local`;
      const { id } = await tx.user.create({ data: { ...data, email } });
      await recordAudit(tx, {
        actorId: null,
        userId: id,
        action: 'user.created',
        details: { role: 'ADMIN' },
      });
      return { email, password };
    },
    { timeout: 30_000 },
  );
}
