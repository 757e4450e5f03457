import { type BlastJob, Prisma, type Transaction } from '@siar/db';
import {
  type Audience,
  type BlastChanges,
  DEFAULT_PACE,
  DomainError,
  notFound,
  type Pace,
} from '@siar/shared';
import type { Clock } from '../../platform/clock.ts';
import { countAudience } from '../contacts/audience.ts';
import { launchBlast, lockBlast } from './blast-launch.ts';
import { type BlastRequest, fingerprint } from './idempotency.ts';

/** A blast before it runs: written, changed, given its hour. Each verb works inside the caller's transaction. */
export interface BlastDrafts {
  /** @throws audience_empty, invalid_input, not_found (template or list) */
  insert(tx: Transaction, input: BlastRequest): Promise<{ row: BlastJob; isScheduled: boolean }>;
  /** @throws conflict when it is no draft any more */
  change(tx: Transaction, input: BlastChanges & { userId: string; id: string }): Promise<void>;
  /** @throws conflict, audience_empty, invalid_input */
  schedule(tx: Transaction, input: { userId: string; id: string; scheduledAt: string }): Promise<Date>;
  /** @throws conflict when it is no draft any more */
  remove(tx: Transaction, input: { userId: string; id: string }): Promise<void>;
}

/** @param minDelayMs the least pause that this platform allows, in milliseconds */
export function createBlastDrafts({ clock, minDelayMs }: { clock: Clock; minDelayMs: number }): BlastDrafts {
  function paceOf(pacing: Pace | null | undefined): Pace {
    const pace = pacing ?? atLeast(DEFAULT_PACE, minDelayMs);
    if (pace.minDelayMs >= minDelayMs) return pace;
    const message = `must be at least ${String(minDelayMs)}`;
    throw new DomainError('invalid_input', { issues: [{ path: 'pacing.minDelayMs', message }] });
  }

  function momentOf(scheduledAt: string): Date {
    const moment = new Date(scheduledAt);
    if (moment > clock.now()) return moment;
    throw new DomainError('invalid_input', { issues: [{ path: 'scheduledAt', message: 'is in the past' }] });
  }

  /** A blast that would reach nobody is refused when it is scheduled, not when its hour comes. */
  async function requireSomebody(
    tx: Transaction,
    input: { userId: string; audience: Audience },
  ): Promise<void> {
    const { total, skipped, invalid } = await countAudience(tx, input);
    if (total > skipped) return;
    throw new DomainError('audience_empty', { suppressed: skipped, invalid: invalid.length });
  }

  async function requireTemplate(tx: Transaction, input: { userId: string; templateId: string | null }) {
    const { userId, templateId } = input;
    if (templateId === null) return;
    if ((await tx.template.count({ where: { id: templateId, userId } })) === 0) throw notFound('template');
  }

  return {
    async insert(tx, input) {
      const { userId, idempotencyKey } = input;
      await requireTemplate(tx, { userId, templateId: input.templateId ?? null });
      const isScheduled = input.scheduledAt !== undefined && input.launch !== false;
      if (isScheduled) await requireSomebody(tx, input);
      const row = await tx.blastJob.create({
        data: {
          userId,
          name: input.name,
          message: input.message,
          templateId: input.templateId ?? null,
          audience: input.audience,
          ...paceOf(input.pacing),
          window: input.window ?? Prisma.DbNull,
          scheduledAt: input.scheduledAt === undefined ? null : momentOf(input.scheduledAt),
          status: isScheduled ? 'SCHEDULED' : 'DRAFT',
          idempotencyKey,
          requestSha256: idempotencyKey === null ? null : fingerprint(input),
          createdAt: clock.now(),
        },
      });
      if (!isScheduled && input.launch === true)
        await launchBlast(tx, { userId, id: row.id, now: clock.now() });
      return { row, isScheduled };
    },

    async change(tx, { userId, id, ...changes }) {
      await requireDraft(tx, { userId, id });
      await requireTemplate(tx, { userId, templateId: changes.templateId ?? null });
      await tx.blastJob.update({
        where: { id },
        data: {
          ...(changes.name === undefined ? {} : { name: changes.name }),
          ...(changes.message === undefined ? {} : { message: changes.message }),
          ...(changes.templateId === undefined ? {} : { templateId: changes.templateId }),
          ...(changes.audience === undefined ? {} : { audience: changes.audience }),
          ...(changes.pacing === undefined ? {} : paceOf(changes.pacing)),
          ...(changes.window === undefined ? {} : { window: changes.window ?? Prisma.DbNull }),
        },
      });
    },

    async schedule(tx, { userId, id, scheduledAt }) {
      const row = await requireDraft(tx, { userId, id });
      const moment = momentOf(scheduledAt);
      await requireSomebody(tx, { userId, audience: row.audience as Audience });
      await tx.blastJob.update({
        where: { id },
        data: { status: 'SCHEDULED', scheduledAt: moment, rev: { increment: 1 } },
      });
      return moment;
    },

    async remove(tx, input) {
      await requireDraft(tx, input);
      await tx.blastJob.delete({ where: { id: input.id } });
    },
  };
}

/** @throws conflict when it has been launched */
async function requireDraft(tx: Transaction, input: { userId: string; id: string }): Promise<BlastJob> {
  const row = await lockBlast(tx, input);
  if (row.status !== 'DRAFT')
    throw new DomainError('conflict', { reason: 'not_a_draft', status: row.status });
  return row;
}

function atLeast(pace: Pace, minDelayMs: number): Pace {
  return {
    minDelayMs: Math.max(pace.minDelayMs, minDelayMs),
    maxDelayMs: Math.max(pace.maxDelayMs, minDelayMs),
  };
}
