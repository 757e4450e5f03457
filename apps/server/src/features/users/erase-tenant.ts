import type { Transaction } from '@siar/db';
import { DomainError, notFound } from '@siar/shared';

/**
 * Deletes a deactivated person and every row that is his; the audit list keeps what was done.
 * Somebody who has paid stays: the law wants receipts kept, so his account can only be deactivated.
 *
 * @throws DomainError not_found; conflict with details.reason `active` or `has_payments`
 */
export async function eraseTenant(
  tx: Transaction,
  { userId }: { userId: string },
): Promise<{ email: string }> {
  // Locked: nobody activates him meanwhile.
  const [user] = await tx.$queryRaw<{ email: string; deactivated_at: Date | null }[]>`
    SELECT email, deactivated_at FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
  if (user === undefined) throw notFound('user');
  if (user.deactivated_at === null) throw new DomainError('conflict', { reason: 'active' });
  const where = { userId };
  if ((await tx.payment.count({ where })) > 0) throw new DomainError('conflict', { reason: 'has_payments' });

  // Rows that no foreign key leads to; a test finds a table that is missing here.
  await tx.quotaEntry.deleteMany({ where });
  await tx.userSubscription.deleteMany({ where });
  await tx.invoice.deleteMany({ where });
  await tx.blastFailure.deleteMany({ where });
  await tx.dailyTally.deleteMany({ where });
  await tx.incomingMessage.deleteMany({ where });
  await tx.whatsAppIdentity.deleteMany({ where });
  await tx.consentRecord.deleteMany({ where });
  await tx.suppressedNumber.deleteMany({ where });
  await tx.importRun.deleteMany({ where });
  await tx.template.deleteMany({ where });
  await tx.templateVersion.deleteMany({ where });
  await tx.mediaAsset.deleteMany({ where });
  await tx.webhookEndpoint.deleteMany({ where });
  await tx.deadLetterJob.deleteMany({ where });
  await tx.alert.deleteMany({ where });
  await tx.outboxItem.deleteMany({ where });
  // The rest goes with him: logins, keys, number, contacts, lists, tags, blasts and their messages.
  await tx.user.delete({ where: { id: userId } });
  return { email: user.email };
}
