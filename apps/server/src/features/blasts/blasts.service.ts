import { type BlastJob, type Database, Prisma, type Transaction } from '@siar/db';
import {
  type BlastChanges,
  type BlastProgress,
  type BlastStatus,
  type BlastView,
  DomainError,
  notFound,
  toPage,
} from '@siar/shared';
import type { EventBus } from '../../platform/events/index.ts';
import { likeText } from '../contacts/like-text.ts';
import { cancelBlast, pauseBlast, resumeBlast, retryFailedMessages } from './blast-control.ts';
import { createBlastDrafts } from './blast-drafts.ts';
import { EXPANSION_TIMEOUT_MS, launchBlast } from './blast-launch.ts';
import { type BlastNewsDeps, createBlastNews } from './blast-news.ts';
import { type LaneView, toBlastDetail, toBlastView } from './blast-view.ts';
import { followBlast } from './follow-blast.ts';
import { type BlastRequest, fingerprint, isUniqueViolation } from './idempotency.ts';

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
  create(input: BlastRequest): Promise<BlastView>;
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

export interface BlastServiceDeps extends BlastNewsDeps {
  db: Database;
  events: Pick<EventBus, 'publish' | 'subscribe' | 'onResync'>;
  /** The least pause that this platform allows, in milliseconds. */
  minDelayMs: number;
}

export function createBlastService(deps: BlastServiceDeps): BlastService {
  const { db, clock, events } = deps;
  const { prisma } = db;
  const drafts = createBlastDrafts(deps);
  const { announce, enqueueLaunch } = createBlastNews(deps);

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

  /** The blast that this key has made already. */
  async function earlier(input: BlastRequest) {
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
        const { row, isScheduled } = await inTransaction((tx) => drafts.insert(tx, input));
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
      await inTransaction((tx) => drafts.change(tx, { userId, id, ...changes }));
      return get({ userId, id });
    },

    async remove(input) {
      await inTransaction((tx) => drafts.remove(tx, input));
    },

    launch: (input) => control(input, 'blast.launched', launchBlast),

    async schedule({ userId, id, scheduledAt }) {
      const moment = await inTransaction((tx) => drafts.schedule(tx, { userId, id, scheduledAt }));
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
