import type { BlastJob, Transaction } from '@siar/db';
import {
  audience as audienceSchema,
  BLAST_MOVES,
  type BlastStatus,
  DomainError,
  notFound,
  sourcesOf,
  templateVariables,
} from '@siar/shared';
import { insertAudience } from '../contacts/audience.ts';

/** An audience of a million is written in some half a minute; Prisma's own limit of 5 s would cut it. */
export const EXPANSION_TIMEOUT_MS = 10 * 60_000;

/** The tenant's blast, locked until the transaction ends: blast before messages, as everybody does. */
export async function lockBlast(tx: Transaction, input: { userId: string; id: string }): Promise<BlastJob> {
  const locked = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM blast_jobs WHERE id = ${input.id}::uuid AND user_id = ${input.userId}::uuid FOR NO KEY UPDATE`;
  if (locked.length === 0) throw notFound('blast');
  return tx.blastJob.findUniqueOrThrow({ where: { id: input.id } });
}

/** @throws illegal_transition */
export function requireMove(row: BlastJob, to: BlastStatus): void {
  if (sourcesOf(BLAST_MOVES, to).includes(row.status)) return;
  throw new DomainError('illegal_transition', { from: row.status, to });
}

/**
 * Sets a blast running: its message rows and its RUNNING are one commit, so a crash leaves all of it or nothing.
 *
 * @throws illegal_transition, audience_empty, not_found (a list that is gone)
 */
export async function launchBlast(
  tx: Transaction,
  input: { userId: string; id: string; now: Date },
): Promise<void> {
  const row = await lockBlast(tx, input);
  requireMove(row, 'RUNNING');
  // COMPLETED may run again only because something is tried again; launched once more it would run for nobody.
  if (row.expandedAt !== null && row.pendingCount + row.sendingCount === 0) {
    throw new DomainError('illegal_transition', { from: row.status, to: 'RUNNING' });
  }
  const written = row.expandedAt === null ? await expand(tx, row) : {};
  // Quota is reserved here, in the transaction that writes the rows, once packages are enforced.
  await tx.blastJob.update({
    where: { id: row.id },
    data: {
      ...written,
      status: 'RUNNING',
      pauseReason: null,
      pauseDetail: null,
      scheduledAt: row.scheduledAt,
      expandedAt: row.expandedAt ?? input.now,
      launchedAt: row.launchedAt ?? input.now,
      rev: { increment: 1 },
    },
  });
}

async function expand(tx: Transaction, row: BlastJob) {
  const { total, skipped, invalid } = await insertAudience(tx, {
    userId: row.userId,
    blastSerial: row.serial,
    audience: audienceSchema.parse(row.audience),
    variables: templateVariables(row.message).map(({ name }) => name),
  });
  if (total === skipped) {
    throw new DomainError('audience_empty', { suppressed: skipped, invalid: invalid.length });
  }
  return { totalRecipients: total, pendingCount: total - skipped, skippedCount: skipped };
}
