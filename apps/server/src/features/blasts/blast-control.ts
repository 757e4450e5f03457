import type { Transaction } from '@siar/db';
import { DomainError } from '@siar/shared';
import { lockBlast, requireMove } from './blast-launch.ts';

interface Target {
  userId: string;
  id: string;
  now: Date;
}

/** Nothing leaves after this has committed: every intent needs its blast RUNNING. */
export async function pauseBlast(tx: Transaction, input: Target): Promise<void> {
  const row = await lockBlast(tx, input);
  if (row.status === 'PAUSED' && row.pauseReason === 'USER') return;
  if (row.status !== 'PAUSED') requireMove(row, 'PAUSED');
  await tx.blastJob.update({
    where: { id: row.id },
    data: { status: 'PAUSED', pauseReason: 'USER', pauseDetail: null, rev: { increment: 1 } },
  });
}

/** Goes on where it stopped; one that was paused before its time goes back to waiting for it. */
export async function resumeBlast(
  tx: Transaction,
  input: Target,
): Promise<'RUNNING' | 'SCHEDULED' | 'EXPAND'> {
  const row = await lockBlast(tx, input);
  if (row.status === 'RUNNING') return 'RUNNING';
  if (row.status !== 'PAUSED')
    throw new DomainError('illegal_transition', { from: row.status, to: 'RUNNING' });
  if (row.expandedAt === null) {
    if (row.scheduledAt === null || row.scheduledAt <= input.now) return 'EXPAND';
    await tx.blastJob.update({
      where: { id: row.id },
      data: { status: 'SCHEDULED', pauseReason: null, pauseDetail: null, rev: { increment: 1 } },
    });
    return 'SCHEDULED';
  }
  const isOver = row.pendingCount + row.sendingCount === 0;
  await tx.blastJob.update({
    where: { id: row.id },
    data: {
      status: isOver ? 'COMPLETED' : 'RUNNING',
      finishedAt: isOver ? (row.finishedAt ?? input.now) : null,
      pauseReason: null,
      pauseDetail: null,
      rev: { increment: 1 },
    },
  });
  return 'RUNNING';
}

/** What has not had its turn never leaves; what is on its way may still arrive and is told. */
export async function cancelBlast(tx: Transaction, input: Target): Promise<void> {
  const row = await lockBlast(tx, input);
  if (row.status === 'CANCELED') return;
  requireMove(row, 'CANCELED');
  const canceled = await tx.$executeRaw`
    UPDATE blast_messages SET status = 'CANCELED', reason_code = 'blast_canceled', next_attempt_at = NULL,
      updated_at = ${input.now}
    WHERE blast_serial = ${row.serial} AND status = 'PENDING'`;
  await tx.blastJob.update({
    where: { id: row.id },
    data: {
      status: 'CANCELED',
      pauseReason: null,
      pauseDetail: null,
      pendingCount: { decrement: canceled },
      canceledCount: { increment: canceled },
      finishedAt: input.now,
      rev: { increment: 1 },
    },
  });
}

/**
 * Tries again what FAILED, and only that: what is UNKNOWN may have arrived, so it is never in a bulk retry.
 *
 * @throws conflict when nothing failed, illegal_transition
 */
export async function retryFailedMessages(tx: Transaction, input: Target): Promise<void> {
  const row = await lockBlast(tx, input);
  if (row.status !== 'RUNNING' && row.status !== 'PAUSED') requireMove(row, 'RUNNING');
  const again = await tx.$executeRaw`
    UPDATE blast_messages SET status = 'PENDING', reason_code = NULL, next_attempt_at = NULL, updated_at = ${input.now}
    WHERE blast_serial = ${row.serial} AND status = 'FAILED'`;
  if (again === 0) throw new DomainError('conflict', { reason: 'nothing_failed', status: row.status });
  await tx.blastFailure.deleteMany({ where: { blastSerial: row.serial, status: 'FAILED' } });
  await tx.blastJob.update({
    where: { id: row.id },
    data: {
      status: row.status === 'PAUSED' ? 'PAUSED' : 'RUNNING',
      failedCount: { decrement: again },
      pendingCount: { increment: again },
      finishedAt: null,
      rev: { increment: 1 },
    },
  });
}
