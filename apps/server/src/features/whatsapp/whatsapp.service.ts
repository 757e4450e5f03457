import type { Database, WhatsAppSession } from '@siar/db';
import { hostWhatsAppSession, QueueUnavailableError, type SiarProducer } from '@siar/queue';
import { DEFAULT_COUNTRY, DomainError, parsePhoneNumber, toPage, type WhatsAppStatus } from '@siar/shared';
import type { Clock } from '../../platform/clock.ts';
import type { EventBus } from '../../platform/events/index.ts';
import type { Logger } from '../../platform/logger.ts';
import { LIVE_STATES, LOGOUT_WISH, OFF_STATES } from './session-states.ts';
import { followStatus } from './follow-status.ts';
import { toWhatsAppView, type WhatsAppView } from './whatsapp.schemas.ts';

export interface StateEventView {
  id: string;
  status: WhatsAppStatus;
  reason: string | null;
  at: string;
}

export interface WhatsAppService {
  status(input: { userId: string }): Promise<WhatsAppView>;
  /**
   * Wants the number connected: with a QR, or with a pairing code for `pairingPhoneNumber`. Pressed again while
   * it is under way, nothing changes, except that a code is asked for.
   * @throws invalid_phone_number, number_in_use
   */
  connect(input: { userId: string; pairingPhoneNumber?: string }): Promise<WhatsAppView>;
  /** Rests the number; the link on the phone stays, and blasts wait. */
  disconnect(input: { userId: string }): Promise<WhatsAppView>;
  /** Unlinks the number, on the phone too. Takes a few seconds: the state tells when it is done. */
  logout(input: { userId: string }): Promise<WhatsAppView>;
  /** Newest first. */
  history(input: {
    userId: string;
    cursor?: string;
    limit: number;
  }): Promise<{ items: StateEventView[]; nextCursor: string | null }>;
  /** The state now and at every change, the QR's expiry among them. */
  follow(input: { userId: string; signal: AbortSignal | null }): AsyncGenerator<WhatsAppView>;
}

export interface WhatsAppServiceDeps {
  db: Database;
  clock: Clock;
  events: Pick<EventBus, 'publish' | 'subscribe' | 'onResync'>;
  producer: Pick<SiarProducer, 'enqueue' | 'withdraw'>;
  logger: Logger;
}

export function createWhatsAppService({
  db,
  clock,
  events,
  producer,
  logger,
}: WhatsAppServiceDeps): WhatsAppService {
  const { prisma } = db;

  async function status({ userId }: { userId: string }): Promise<WhatsAppView> {
    return toWhatsAppView(await prisma.whatsAppSession.findUnique({ where: { userId } }), clock.now());
  }

  async function e164Of(input: { userId: string; pairingPhoneNumber: string }): Promise<string> {
    const { userId, pairingPhoneNumber } = input;
    const user = await prisma.user.findUnique({ where: { id: userId }, select: { defaultCountry: true } });
    const defaultCountry = user?.defaultCountry ?? DEFAULT_COUNTRY;
    const parsed = parsePhoneNumber(pairingPhoneNumber, { defaultCountry });
    if (!parsed.ok) throw new DomainError('invalid_phone_number', { reason: parsed.problem });
    const phoneNumber = parsed.e164;
    const other = await prisma.whatsAppSession.count({ where: { phoneNumber, userId: { not: userId } } });
    if (other > 0) throw new DomainError('number_in_use');
    return phoneNumber;
  }

  /** The row says what is wanted; a queue that is away only means that the sweep starts it a little later. */
  async function startHost(sessionId: string): Promise<void> {
    try {
      await producer.enqueue(hostWhatsAppSession, { sessionId });
    } catch (error) {
      if (!(error instanceof QueueUnavailableError)) throw error;
      logger.warn({ err: error, sessionId }, 'the queue is away; the sweep will start this number');
    }
  }

  function tell(session: WhatsAppSession, action: 'connect' | 'disconnect' | 'logout'): void {
    events.publish({ type: 'whatsapp.control', sessionId: session.id, action });
    events.publish({ type: 'whatsapp.status', userId: session.userId, sessionId: session.id });
  }

  return {
    status,

    async connect({ userId, pairingPhoneNumber: asTyped }) {
      const pairingPhoneNumber =
        asTyped === undefined ? null : await e164Of({ userId, pairingPhoneNumber: asTyped });
      const session = await prisma.$transaction(async (tx) => {
        await tx.whatsAppSession.createMany({ data: { userId }, skipDuplicates: true });
        const started = await tx.whatsAppSession.updateManyAndReturn({
          where: { userId, status: { in: [...OFF_STATES] } },
          data: { wanted: true, status: 'STARTING', reasonCode: null, pairingPhoneNumber },
        });
        const [begun] = started;
        if (begun !== undefined) {
          await tx.whatsAppStateEvent.create({
            data: { sessionId: begun.id, userId, status: 'STARTING', at: clock.now() },
          });
          return begun;
        }
        const [going] = await tx.whatsAppSession.updateManyAndReturn({
          where: { userId },
          // Asked for without a number, a QR is wanted (again).
          data: { wanted: true, pairingPhoneNumber },
        });
        return going;
      });
      if (session === undefined) throw new DomainError('conflict');
      await startHost(session.id);
      tell(session, 'connect');
      return status({ userId });
    },

    async disconnect({ userId }) {
      const [session] = await prisma.whatsAppSession.updateManyAndReturn({
        where: { userId },
        data: { wanted: false },
      });
      if (session === undefined) return status({ userId });
      // A host that only waits for its turn or its next try cannot say that it is over.
      const waiting = await producer
        .withdraw(hostWhatsAppSession, `host-${session.id}`)
        .catch(() => 'running' as const);
      if (waiting !== 'running') await markDisconnected(session);
      tell(session, 'disconnect');
      return status({ userId });
    },

    async logout({ userId }) {
      const [session] = await prisma.whatsAppSession.updateManyAndReturn({
        where: { userId, status: { not: 'LOGGED_OUT' } },
        data: { wanted: true, reasonCode: LOGOUT_WISH },
      });
      if (session === undefined) return status({ userId });
      await startHost(session.id);
      tell(session, 'logout');
      return status({ userId });
    },

    async history({ userId, cursor, limit }) {
      const rows = await prisma.whatsAppStateEvent.findMany({
        where: { userId, ...(cursor === undefined ? {} : { id: { lt: cursor } }) },
        orderBy: { id: 'desc' }, // UUID v7: newest first
        take: limit + 1,
      });
      const items = rows.map(({ id, status: state, reasonCode, at }) => ({
        id,
        status: state,
        reason: reasonCode,
        at: at.toISOString(),
      }));
      return toPage(items, { limit, cursorOf: (last) => last.id });
    },

    follow: (input) => followStatus({ ...input, events, read: () => status(input) }),
  };

  /** Bumps the epoch: a host that begins in this very moment is fenced off. */
  async function markDisconnected(session: WhatsAppSession): Promise<void> {
    const { id: sessionId, userId } = session;
    await prisma.$transaction(async (tx) => {
      const { count } = await tx.whatsAppSession.updateMany({
        where: { id: sessionId, wanted: false, status: { in: [...LIVE_STATES] } },
        data: {
          status: 'DISCONNECTED',
          epoch: { increment: 1 },
          qr: null,
          pairingCode: null,
          reasonCode: null,
          host: null,
        },
      });
      if (count === 0) return;
      const at = clock.now();
      await tx.whatsAppStateEvent.create({ data: { sessionId, userId, status: 'DISCONNECTED', at } });
    });
  }
}
