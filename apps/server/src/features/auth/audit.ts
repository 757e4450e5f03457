import type { Prisma, Transaction } from '@siar/db';

/** What somebody did, for the admin's audit list. Never a password, token or message text. */
export interface AuditEntry {
  /** Who did it; null: the system itself. */
  actorId: string | null;
  /** The tenant concerned. */
  userId: string | null;
  /** `user.deactivated`, `package.created`, … */
  action: string;
  /** Id of what it was done to, when that is not the tenant. */
  subject?: string;
  details?: Prisma.InputJsonObject;
  address?: string;
}

/** Written in the transaction of the deed, so that neither stands without the other. */
export async function recordAudit(tx: Pick<Transaction, 'auditEvent'>, entry: AuditEntry): Promise<void> {
  await tx.auditEvent.create({ data: entry });
}
