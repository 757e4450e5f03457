import type { Database, Prisma, Transaction } from '@siar/db';
import { BLAST_MOVES, DomainError, notFound, type Role, sourcesOf, toPage } from '@siar/shared';
import type { Clock } from '../../platform/clock.ts';
import type { EventBus } from '../../platform/events/index.ts';
import { recordAudit } from '../auth/audit.ts';
import { throwEmailTaken } from '../auth/auth.service.ts';
import { hashPassword } from '../auth/passwords.ts';
import { eraseTenant } from './erase-tenant.ts';
import { toUserView, type UserView } from './users.schemas.ts';

/** The admin who does it, and from where: what the audit list keeps. */
export interface Actor {
  actorId: string;
  address: string;
}

export interface UserService {
  list(input: {
    search?: string;
    role?: Role;
    state?: 'active' | 'deactivated';
    cursor?: string;
    limit: number;
  }): Promise<{ items: UserView[]; nextCursor: string | null }>;
  get(input: { id: string }): Promise<UserView>;
  /** @throws email_taken, password_too_long, invalid_input */
  create(input: Actor & { email: string; password: string; name: string; role: Role }): Promise<UserView>;
  /** A new password ends all logins. @throws email_taken, last_admin, not_found */
  update(
    input: Actor & { id: string; email?: string; password?: string; name?: string; role?: Role },
  ): Promise<UserView>;
  /** Logs him out everywhere, pauses his blasts, disconnects his number. @throws last_admin, not_found */
  deactivate(input: Actor & { id: string }): Promise<UserView>;
  /** Lets him log in again. His blasts stay paused and his number disconnected until he says otherwise. */
  activate(input: Actor & { id: string }): Promise<UserView>;
  /** For good, with everything that is his. @throws conflict while he is active or when he has paid */
  remove(input: Actor & { id: string }): Promise<void>;
}

const withNumber = { whatsAppSession: { select: { status: true, phoneNumber: true } } } as const;

/** Deleting a tenant with a few million messages takes its time. */
const ERASE_TIMEOUT_MS = 10 * 60_000;

export function createUserService({
  db,
  clock,
  events,
}: {
  db: Database;
  clock: Clock;
  events: Pick<EventBus, 'publish'>;
}): UserService {
  const { prisma } = db;

  async function get(id: string): Promise<UserView> {
    const row = await prisma.user.findUnique({ where: { id }, include: withNumber });
    if (row === null) throw notFound('user');
    return toUserView(row);
  }

  return {
    async list({ search, role, state, cursor, limit }) {
      const conditions: Prisma.UserWhereInput[] = [];
      if (search !== undefined && search !== '') {
        const part = { contains: search, mode: 'insensitive' } as const;
        conditions.push({ OR: [{ email: part }, { name: part }] });
      }
      if (role !== undefined) conditions.push({ role });
      if (state !== undefined) conditions.push({ deactivatedAt: state === 'active' ? null : { not: null } });
      if (cursor !== undefined) conditions.push({ id: { lt: cursor } });
      const rows = await prisma.user.findMany({
        where: { AND: conditions },
        include: withNumber,
        orderBy: { id: 'desc' }, // UUID v7: newest first
        take: limit + 1,
      });
      return toPage(rows.map(toUserView), { limit, cursorOf: (last) => last.id });
    },

    get: ({ id }) => get(id),

    async create({ actorId, address, email, password, name, role }) {
      const passwordHash = await hashPassword(password);
      const user = await prisma
        .$transaction(async (tx) => {
          const created = await tx.user.create({
            data: { email, name, role, passwordHash },
            include: withNumber,
          });
          await recordAudit(tx, {
            actorId,
            userId: created.id,
            action: 'user.created',
            details: { role },
            address,
          });
          return created;
        })
        .catch(throwEmailTaken);
      return toUserView(user);
    },

    async update({ actorId, address, id, password, ...changes }) {
      const passwordHash = password === undefined ? undefined : await hashPassword(password);
      await prisma
        .$transaction(async (tx) => {
          if (changes.role === 'USER') await keepAnAdmin(tx, { withoutId: id });
          const data = { ...changes, ...(passwordHash === undefined ? {} : { passwordHash }) };
          const { count } = await tx.user.updateMany({ where: { id }, data });
          if (count === 0) throw notFound('user');
          if (passwordHash !== undefined) await tx.loginSession.deleteMany({ where: { userId: id } });
          const changed = Object.keys(data).map((name) => (name === 'passwordHash' ? 'password' : name));
          await recordAudit(tx, {
            actorId,
            userId: id,
            action: 'user.updated',
            details: { changed },
            address,
          });
        })
        .catch(throwEmailTaken);
      // A new role concerns open connections as well: they look again.
      if (passwordHash !== undefined || changes.role !== undefined) {
        events.publish({ type: 'login.revoked', userId: id });
      }
      return get(id);
    },

    async deactivate({ actorId, address, id }) {
      const stopped = await prisma.$transaction(async (tx) => {
        await keepAnAdmin(tx, { withoutId: id });
        const { count } = await tx.user.updateMany({
          where: { id, deactivatedAt: null },
          data: { deactivatedAt: clock.now() },
        });
        if (count === 0) return null;
        await tx.loginSession.deleteMany({ where: { userId: id } });
        const blasts = await pauseBlasts(tx, { userId: id });
        const [number] = await tx.whatsAppSession.updateManyAndReturn({
          where: { userId: id },
          data: { wanted: false },
          select: { id: true },
        });
        await recordAudit(tx, {
          actorId,
          userId: id,
          action: 'user.deactivated',
          details: { pausedBlasts: blasts.length },
          address,
        });
        return { blasts, sessionId: number?.id ?? null };
      });
      if (stopped !== null) tellEveryone({ userId: id, ...stopped });
      return get(id);
    },

    async activate({ actorId, address, id }) {
      await prisma.$transaction(async (tx) => {
        const { count } = await tx.user.updateMany({
          where: { id, deactivatedAt: { not: null } },
          data: { deactivatedAt: null },
        });
        if (count === 0) return;
        await recordAudit(tx, { actorId, userId: id, action: 'user.activated', address });
      });
      return get(id);
    },

    async remove({ actorId, address, id }) {
      await prisma.$transaction(
        async (tx) => {
          const { email } = await eraseTenant(tx, { userId: id });
          await recordAudit(tx, { actorId, userId: id, action: 'user.deleted', details: { email }, address });
        },
        { timeout: ERASE_TIMEOUT_MS },
      );
    },
  };

  function tellEveryone(stopped: {
    userId: string;
    sessionId: string | null;
    blasts: { id: string; rev: number }[];
  }): void {
    const { userId, sessionId, blasts } = stopped;
    events.publish({ type: 'user.deactivated', userId });
    events.publish({ type: 'login.revoked', userId });
    for (const { id: blastId, rev } of blasts) {
      if (sessionId !== null) events.publish({ type: 'blast.control', sessionId, blastId });
      events.publish({ type: 'blast.progress', userId, blastId, rev });
    }
    if (sessionId !== null) events.publish({ type: 'whatsapp.control', sessionId, action: 'disconnect' });
  }
}

/** Locks the active admins, so that two of them cannot take each other away in the same instant. */
async function keepAnAdmin(tx: Transaction, { withoutId }: { withoutId: string }): Promise<void> {
  const admins = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM users WHERE role = 'ADMIN' AND deactivated_at IS NULL ORDER BY id FOR UPDATE`;
  if (admins.length === 1 && admins[0]?.id === withoutId) throw new DomainError('last_admin');
}

/**
 * Also what the platform had paused and would resume by itself (a window, a cap). What the person paused stays
 * paused by him.
 */
async function pauseBlasts(
  tx: Transaction,
  { userId }: { userId: string },
): Promise<{ id: string; rev: number }[]> {
  return tx.blastJob.updateManyAndReturn({
    where: {
      userId,
      OR: [
        { status: { in: sourcesOf(BLAST_MOVES, 'PAUSED') } },
        { status: 'PAUSED', pauseReason: { notIn: ['USER', 'DEACTIVATED'] } },
      ],
    },
    data: { status: 'PAUSED', pauseReason: 'DEACTIVATED', pauseDetail: null, rev: { increment: 1 } },
    select: { id: true, rev: true },
  });
}
