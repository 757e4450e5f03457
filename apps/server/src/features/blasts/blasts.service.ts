import { createHash } from 'node:crypto';
import { type BlastJob, type Database, Prisma, type Transaction } from '@siar/db';
import {
  type Audience,
  type BlastChanges,
  type BlastProgress,
  type BlastStatus,
  type BlastView,
  DEFAULT_PACE,
  DomainError,
  type NewBlast,
  notFound,
  type Pace,
  toPage,
} from '@siar/shared';
import { launchScheduledBlast, type SiarProducer } from '@siar/queue';
import type { Clock } from '../../platform/clock.ts';
import type { EventBus } from '../../platform/events/index.ts';
import type { Logger } from '../../platform/logger.ts';
import { countAudience } from '../contacts/audience.ts';
import { likeText } from '../contacts/like-text.ts';
import { cancelBlast, pauseBlast, resumeBlast, retryFailedMessages } from './blast-control.ts';
import { EXPANSION_TIMEOUT_MS, launchBlast, lockBlast } from './blast-launch.ts';
import { followBlast } from './follow-blast.ts';
import { type LaneView, toBlastDetail, toBlastView } from './blast-view.ts';

interface OneBlast {
  userId: string;
  id: string;
}

export interface BlastService {
  /**
   * A draft, or at once a launched or scheduled blast: one commit. With an `idempotencyKey` a repeated call answers
   * with the first blast.
   * @throws audience_empty, idempotency_mismatch, invalid_input (pace below the platform's least, time in the past)
   */
  create(input: NewBlast & { userId: string; idempotencyKey: string | null }): Promise<BlastView>;
  list(input: {
    userId: string;
    status?: BlastStatus;
    search?: string;
    cursor?: string;
    limit: number;
  }): Promise<{ items: BlastView[]; nextCursor: string | null }>;
  get(input: OneBlast): Promise<BlastView>;
  /** Only a draft can be changed. @throws conflict (details.status) */
  update(input: OneBlast & BlastChanges): Promise<BlastView>;
  remove(input: OneBlast): Promise<void>;
  launch(input: OneBlast): Promise<BlastView>;
  schedule(input: OneBlast & { scheduledAt: string }): Promise<BlastView>;
  pause(input: OneBlast): Promise<BlastView>;
  resume(input: OneBlast): Promise<BlastView>;
  cancel(input: OneBlast): Promise<BlastView>;
  retryFailed(input: OneBlast): Promise<BlastView>;
  /** A new draft with the same words and people. */
  duplicate(input: OneBlast): Promise<BlastView>;
  /** The state now and after each change. @throws not_found */
  follow(input: {
    userId: string;
    blastId: string;
    signal: AbortSignal | null;
  }): AsyncGenerator<{ rev: number; progress: BlastProgress }>;
  /** For the job and the sweep: launches what is due, if it still is. `false`: there was nothing to do. */
  launchDue(input: { id: string }): Promise<boolean>;
}

export interface BlastServiceDeps {
  db: Database;
  clock: Clock;
  events: Pick<EventBus, 'publish' | 'subscribe' | 'onResync'>;
  producer: Pick<SiarProducer, 'enqueue'>;
  logger: Logger;
  /** The least pause that this platform allows, in milliseconds. */
  minDelayMs: number;
}

export function createBlastService(deps: BlastServiceDeps): BlastService {
  const { db, clock, events, producer, logger } = deps;
  const { prisma } = db;

  const inTransaction = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
    prisma.$transaction(work, { timeout: EXPANSION_TIMEOUT_MS, maxWait: 10_000 });

  async function laneOf(userId: string): Promise<LaneView> {
    const [session, runningBlasts] = await Promise.all([
      prisma.whatsAppSession.findUnique({ where: { userId }, select: { status: true } }),
      prisma.blastJob.count({ where: { userId, status: 'RUNNING' } }),
    ]);
    return { whatsApp: session?.status ?? null, runningBlasts, now: clock.now().getTime() };
  }

  async function get({ userId, id }: OneBlast): Promise<BlastView> {
    const row = await prisma.blastJob.findFirst({ where: { id, userId } });
    if (row === null) throw notFound('blast');
    return toBlastDetail(row, await laneOf(userId));
  }

  function paceOf(pacing: Pace | null | undefined): Pace {
    const pace = pacing ?? atLeast(DEFAULT_PACE, deps.minDelayMs);
    if (pace.minDelayMs >= deps.minDelayMs) return pace;
    const message = `must be at least ${String(deps.minDelayMs)}`;
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

  /** After the commit: its lane looks before the next message, screens follow. A lost event only costs time. */
  async function announce({ userId, id }: OneBlast, kind: string): Promise<void> {
    const [row, session] = await Promise.all([
      prisma.blastJob.findUnique({ where: { id }, select: { rev: true, name: true } }),
      prisma.whatsAppSession.findUnique({ where: { userId }, select: { id: true } }),
    ]);
    if (row === null) return;
    if (session !== null) events.publish({ type: 'blast.control', sessionId: session.id, blastId: id });
    events.publish({ type: 'blast.progress', userId, blastId: id, rev: row.rev });
    const at = clock.now().toISOString();
    events.publish({ type: 'activity', userId, kind, at, details: { blastId: id, name: row.name } });
  }

  /** The row stands; when the queue is away the sweep finds it at its hour. */
  async function enqueueLaunch(id: string, scheduledAt: Date): Promise<void> {
    const delayMs = Math.max(0, scheduledAt.getTime() - clock.now().getTime());
    await producer.enqueue(launchScheduledBlast, { blastId: id }, { delayMs }).catch((error: unknown) => {
      logger.warn({ blastId: id, err: error }, 'a scheduled blast waits for the queue');
    });
  }

  /** One verb of control: the change in a transaction, then the news, then the blast as it is. */
  async function control(
    input: OneBlast,
    kind: string,
    work: (tx: Transaction, target: OneBlast & { now: Date }) => Promise<unknown>,
  ): Promise<BlastView> {
    await inTransaction((tx) => work(tx, { ...input, now: clock.now() }));
    await announce(input, kind);
    return get(input);
  }

  async function insert(
    tx: Transaction,
    input: NewBlast & { userId: string; idempotencyKey: string | null },
  ) {
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
  }

  async function earlier(input: NewBlast & { userId: string; idempotencyKey: string | null }) {
    const { userId, idempotencyKey } = input;
    if (idempotencyKey === null) return null;
    const row = await prisma.blastJob.findUnique({
      where: { userId_idempotencyKey: { userId, idempotencyKey } },
    });
    if (row !== null && row.requestSha256 !== fingerprint(input))
      throw new DomainError('idempotency_mismatch');
    return row;
  }

  return {
    async create(input) {
      const { userId } = input;
      const first = await earlier(input);
      if (first !== null) return get({ userId, id: first.id });
      try {
        const { row, isScheduled } = await inTransaction((tx) => insert(tx, input));
        if (isScheduled && row.scheduledAt !== null) await enqueueLaunch(row.id, row.scheduledAt);
        const kind = isScheduled
          ? 'blast.scheduled'
          : input.launch === true
            ? 'blast.launched'
            : 'blast.drafted';
        await announce({ userId, id: row.id }, kind);
        return await get({ userId, id: row.id });
      } catch (error) {
        // The same call at the same moment was faster: answer with its blast.
        if (!isUniqueViolation(error)) throw error;
        const other = await earlier(input);
        if (other === null) throw error;
        return get({ userId, id: other.id });
      }
    },

    async list({ userId, status, search, cursor, limit }) {
      const rows = await prisma.blastJob.findMany({
        where: {
          userId,
          ...(status === undefined ? {} : { status }),
          ...(search === undefined || search === ''
            ? {}
            : { name: { contains: likeText(search), mode: 'insensitive' as const } }),
          ...(cursor === undefined ? {} : { id: { lt: cursor } }),
        },
        orderBy: { id: 'desc' }, // UUID v7: newest first
        take: limit + 1,
      });
      const lane = await laneOf(userId);
      const page = toPage(rows, { limit, cursorOf: (last: BlastJob) => last.id });
      return { items: page.items.map((row) => toBlastView(row, lane)), nextCursor: page.nextCursor };
    },

    get,

    async update({ userId, id, ...changes }) {
      await inTransaction(async (tx) => {
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
      });
      return get({ userId, id });
    },

    async remove(input) {
      await inTransaction(async (tx) => {
        await requireDraft(tx, input);
        await tx.blastJob.delete({ where: { id: input.id } });
      });
    },

    launch: (input) => control(input, 'blast.launched', launchBlast),

    async schedule({ userId, id, scheduledAt }) {
      const moment = await inTransaction(async (tx) => {
        // Whose blast it is comes first: a stranger learns nothing from what else is wrong.
        const row = await requireDraft(tx, { userId, id });
        const at = momentOf(scheduledAt);
        await requireSomebody(tx, { userId, audience: row.audience as Audience });
        await tx.blastJob.update({
          where: { id },
          data: { status: 'SCHEDULED', scheduledAt: at, rev: { increment: 1 } },
        });
        return at;
      });
      await enqueueLaunch(id, moment);
      await announce({ userId, id }, 'blast.scheduled');
      return get({ userId, id });
    },

    pause: (input) => control(input, 'blast.paused', pauseBlast),

    async resume(input) {
      const view = await control(input, 'blast.resumed', async (tx, target) => {
        if ((await resumeBlast(tx, target)) === 'EXPAND') await launchBlast(tx, target);
      });
      if (view.status === 'SCHEDULED' && view.scheduledAt !== null) {
        await enqueueLaunch(input.id, new Date(view.scheduledAt));
      }
      return view;
    },

    cancel: (input) => control(input, 'blast.canceled', cancelBlast),

    retryFailed: (input) => control(input, 'blast.resumed', retryFailedMessages),

    async duplicate({ userId, id }) {
      const row = await prisma.blastJob.findFirst({ where: { id, userId } });
      if (row === null) throw notFound('blast');
      const { name, message, templateId, minDelayMs, maxDelayMs } = row;
      const copy = await prisma.blastJob.create({
        data: {
          userId,
          name: `${name} (2)`.slice(0, 200),
          message,
          templateId,
          minDelayMs,
          maxDelayMs,
          audience: row.audience as Prisma.InputJsonValue,
          window: (row.window as Prisma.InputJsonValue | null) ?? Prisma.DbNull,
          createdAt: clock.now(),
        },
      });
      return get({ userId, id: copy.id });
    },

    follow: (input) => followBlast({ db, clock, events }, input),

    async launchDue({ id }) {
      const row = await prisma.blastJob.findUnique({ where: { id }, include: { user: true } });
      if (row?.status !== 'SCHEDULED' || row.scheduledAt === null || row.scheduledAt > clock.now())
        return false;
      if (row.user.deactivatedAt !== null) return false;
      const { userId } = row;
      try {
        await inTransaction((tx) => launchBlast(tx, { userId, id, now: clock.now() }));
      } catch (error) {
        // Its people are gone since it was scheduled: it says so rather than to wait for ever.
        if (!(error instanceof DomainError)) throw error;
        if (error.code === 'illegal_transition') return false;
        await prisma.blastJob.updateMany({
          where: { id, status: 'SCHEDULED' },
          data: { status: 'FAILED', pauseDetail: error.code, finishedAt: clock.now(), rev: { increment: 1 } },
        });
        await announce({ userId, id }, 'blast.failed');
        return true;
      }
      await announce({ userId, id }, 'blast.launched');
      return true;
    },
  };
}

/** @throws conflict when it has been launched */
async function requireDraft(tx: Transaction, input: OneBlast): Promise<BlastJob> {
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

/** What the caller asked for, whatever the order of its keys. */
function fingerprint({
  idempotencyKey: _key,
  userId: _tenant,
  ...asked
}: NewBlast & {
  userId: string;
  idempotencyKey: string | null;
}): string {
  return createHash('sha256').update(canonical(asked)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
