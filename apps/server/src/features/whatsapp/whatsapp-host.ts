import { done, handOver, type Outcome, snooze, stopReasonOf } from '@siar/queue';
import type { Clock } from '../../platform/clock.ts';
import type { EventBus } from '../../platform/events/index.ts';
import type { Logger } from '../../platform/logger.ts';
import type { CredentialStore } from '../../platform/whatsapp/credentials/credential-store.ts';
import type {
  WhatsAppEngine,
  WhatsAppEngineEvent,
  WhatsAppEngineFactory,
  WhatsAppEngineStatus,
  WhatsAppStateReason,
} from '../../platform/whatsapp/engine.ts';
import { afterFailure } from './after-failure.ts';
import type { HostNotice, HostPlace, Hosts } from './hosts.ts';
import { createInbox } from './inbox.ts';
import type { Lane, LaneSession, OpenLane } from './lane-port.ts';
import type { HeldSession, SessionWrites, StateChange } from './session-writes.ts';

export interface WhatsAppHostDeps {
  engines: WhatsAppEngineFactory;
  credentialsOf(session: LaneSession): CredentialStore;
  /** Lanes need a key from the database, so the first one waits for it. */
  lanes(): Promise<OpenLane>;
  hosts: Hosts;
  writes: SessionWrites;
  events: Pick<EventBus, 'publish'>;
  clock: Clock;
  logger: Logger;
}

type HostMessage =
  | Exclude<WhatsAppEngineEvent, { type: 'ack' }>
  | { type: 'notice'; notice: HostNotice }
  | { type: 'lane-ended'; error: unknown }
  | { type: 'log-out-now' }
  | { type: 'stop' };

/** A worker that is told to end has ten seconds; this much of it is for the message on its way, in milliseconds. */
const DRAIN_MS = 3_000;
const WRITE_RETRY_MS = 500;
/** A number that cannot be reached for so long is unlinked on this side only, in milliseconds. */
const LOGOUT_PATIENCE_MS = 15_000;
/** After this long a lost connection is a new misfortune, not the same one again, in milliseconds. */
const STEADY_MS = 60_000;

/**
 * Holds one number until it should no longer be connected, or this process must let go: engine events, the person's
 * wishes and the lane's end come into one inbox and are dealt with one after the other.
 */
export async function hostNumber(
  session: HeldSession,
  { signal, attempt }: { signal: AbortSignal; attempt: number },
  deps: WhatsAppHostDeps,
): Promise<Outcome> {
  const { engines, credentialsOf, hosts, writes, events, clock } = deps;
  const logger = deps.logger.child({ sessionId: session.sessionId, userId: session.userId });
  const inbox = createInbox<HostMessage>();
  let drainMs = 0;
  let isReady = false;
  let connectedAt: number | null = null;
  let logoutTimer: NodeJS.Timeout | undefined;

  const openLane = await deps.lanes();
  const engine: WhatsAppEngine = engines.open({
    sessionId: session.sessionId,
    credentials: credentialsOf(session),
    onEvent(event) {
      // Receipts come in crowds and concern the lane alone.
      if (event.type === 'ack') lane.receipt(event.messageId, event.ack);
      else inbox.push(event);
    },
  });
  const lane: Lane = openLane({ session, engine });
  const place: HostPlace = hosts.enter(session, (notice) => inbox.push({ type: 'notice', notice }));
  const onAbort = (): void => {
    // What is in the inbox can wait; what is about to be sent cannot: the number is somebody else's by now.
    if (stopReasonOf(signal) === 'lock-lost') void lane.stop({ graceMs: 0 });
    inbox.push({ type: 'stop' });
  };
  signal.addEventListener('abort', onAbort);
  lane.run().catch((error: unknown) => inbox.push({ type: 'lane-ended', error }));
  try {
    if (signal.aborted) return await stopped();
    if (!session.hasCredentials && (session.isLinked || session.isLogoutWanted)) {
      // Nobody asked for the link to be lost, so nobody is shown a QR: a person has to connect again.
      const reason = session.isLogoutWanted ? 'logout_requested' : 'credentials_unreadable';
      await write({ to: 'LOGGED_OUT', reason, giveUp: true });
      return done();
    }
    const { pairingPhoneNumber } = session;
    await engine.start(pairingPhoneNumber === null ? {} : { pairingPhoneNumber });
    if (session.isLogoutWanted) await obeyWish();
    for (;;) {
      const outcome = await take(await inbox.next());
      if (outcome !== null) return outcome;
    }
  } catch (error) {
    if (error instanceof FencedHost) return done();
    throw error;
  } finally {
    clearTimeout(logoutTimer);
    signal.removeEventListener('abort', onAbort);
    place.leave();
    await lane.stop({ graceMs: drainMs });
    await engine.close();
  }

  async function take(message: HostMessage): Promise<Outcome | null> {
    switch (message.type) {
      case 'state':
        return enterState(message.status, message.reason ?? null);
      case 'qr':
        await persist(() => writes.showQr(session, { qr: message.qr, expiresAt: message.expiresAt }));
        return tellStatus();
      case 'pairing-code':
        await persist(() =>
          writes.showPairingCode(session, { code: message.code, expiresAt: message.expiresAt }),
        );
        return tellStatus();
      case 'ready':
        return beReady(message.phoneNumber);
      case 'incoming':
        return null; // answers and opt-outs join here
      case 'notice':
        return takeNotice(message.notice);
      case 'log-out-now':
        return logOut();
      case 'lane-ended':
        throw message.error instanceof Error && message.error.name === 'LaneFencedError'
          ? new FencedHost()
          : message.error;
      case 'stop':
        return stopped();
    }
  }

  async function enterState(
    status: WhatsAppEngineStatus,
    reason: WhatsAppStateReason | null,
  ): Promise<Outcome | null> {
    switch (status) {
      case 'CONNECTED':
        // After a start or a lost line `ready` follows and says which number it is; nothing is promised before that.
        if (!isReady) return null;
        await write({ to: 'CONNECTED' });
        lane.setOnline(true);
        return null;
      case 'STARTING':
        return null; // written by the take-over
      case 'QR':
      case 'PAIRING':
      case 'AUTHENTICATED':
      case 'RECONNECTING':
        isReady = false;
        lane.setOnline(false);
        await write({ to: status, reason });
        return null;
      case 'RESTRICTED':
        lane.setOnline(false);
        await write({ to: 'RESTRICTED', reason });
        return null;
      case 'LOGGED_OUT':
      case 'PASSKEY_REQUIRED':
      case 'BANNED':
        lane.setOnline(false);
        await write({ to: status, reason, giveUp: true });
        return done();
      case 'FAILED':
        return fail(reason ?? 'internal');
    }
  }

  async function beReady(phoneNumber: string): Promise<Outcome | null> {
    const linked = await persist(() => writes.link(session, { phoneNumber }));
    if (linked === 'fenced') throw new FencedHost();
    if (linked === 'in-use') {
      logger.warn({ phoneNumber }, 'the number is linked by another account; unlinking it here');
      await engine.logout();
      await write({ to: 'LOGGED_OUT', reason: 'number_in_use', giveUp: true });
      return done();
    }
    isReady = true;
    connectedAt = clock.now().getTime();
    if (engine.status === 'RESTRICTED') return null;
    await write({ to: 'CONNECTED' });
    lane.setOnline(true);
    return obeyWish();
  }

  async function takeNotice(notice: HostNotice): Promise<Outcome | null> {
    switch (notice.kind) {
      case 'look':
        lane.look(notice.blastId);
        return null;
      case 'fenced':
        throw new FencedHost();
      case 'recheck':
        return obeyWish();
    }
  }

  /** Does what the row says that the person wants, whatever became of the event that said so. */
  async function obeyWish(): Promise<Outcome | null> {
    const wish = await persist(() => writes.wish(session));
    if (wish === null) throw new FencedHost();
    if (wish.isLogoutWanted) {
      if (engine.status === 'CONNECTED' || engine.status === 'RESTRICTED') return logOut();
      logoutTimer ??= setTimeout(() => inbox.push({ type: 'log-out-now' }), LOGOUT_PATIENCE_MS);
      return null;
    }
    if (!wish.isWanted) {
      lane.setOnline(false);
      await lane.stop({ graceMs: DRAIN_MS });
      await write({ to: 'DISCONNECTED' });
      return done();
    }
    const isAsked = wish.pairingPhoneNumber !== null && engine.status === 'QR';
    if (isAsked && wish.pairingPhoneNumber !== null) await engine.requestPairingCode(wish.pairingPhoneNumber);
    return null;
  }

  async function logOut(): Promise<Outcome> {
    lane.setOnline(false);
    await lane.stop({ graceMs: DRAIN_MS });
    await engine.logout();
    await write({ to: 'LOGGED_OUT', reason: 'logout_requested', giveUp: true });
    return done();
  }

  async function fail(reason: WhatsAppStateReason): Promise<Outcome> {
    lane.setOnline(false);
    if (afterFailure(reason) === 'give-up') {
      // What cannot be opened cannot be unlinked on the phone; forgetting it here is what the person can have.
      if ((await persist(() => writes.wish(session)))?.isLogoutWanted === true) return logOut();
      await write({ to: 'FAILED', reason, giveUp: true });
      return done();
    }
    await write({ to: 'RECONNECTING', reason });
    if (connectedAt !== null && clock.now().getTime() - connectedAt > STEADY_MS) return snooze(1_000);
    logger.warn({ reason, attempt }, 'the engine gave up; it will be opened again');
    throw new Error(`The engine gave up: ${reason}`);
  }

  async function stopped(): Promise<Outcome> {
    const reason = stopReasonOf(signal);
    if (reason === 'lock-lost') return done();
    drainMs = DRAIN_MS;
    await lane.stop({ graceMs: DRAIN_MS });
    // Should nobody take it over, the screen must not say CONNECTED for ever.
    const at = clock.now();
    await writes
      .move(session, { to: 'RECONNECTING', reason: 'worker_restarting', at })
      .catch(() => undefined);
    tellStatus();
    return reason === 'shutdown' ? handOver() : done();
  }

  async function write(change: Omit<StateChange, 'at'>): Promise<void> {
    const result = await persist(() => writes.move(session, { ...change, at: clock.now() }));
    if (result === 'fenced') throw new FencedHost();
    if (result === 'unmoved') logger.warn({ status: change.to }, 'not a legal move of the number’s state');
    place.isIn(change.to);
    tellStatus();
  }

  function tellStatus(): null {
    events.publish({ type: 'whatsapp.status', userId: session.userId, sessionId: session.sessionId });
    return null;
  }

  /** A state that is not written would be a lie on somebody's screen: tried until it is, or until we must let go. */
  async function persist<Result>(attemptWrite: () => Promise<Result>): Promise<Result> {
    for (let failures = 0; ; failures += 1) {
      try {
        return await attemptWrite();
      } catch (error) {
        if (signal.aborted) throw error;
        if (failures === 0)
          logger.warn({ err: error }, 'the number’s state could not be written; trying again');
        await new Promise((resolve) => setTimeout(resolve, WRITE_RETRY_MS));
      }
    }
  }
}

/** Another worker holds the number: this one has nothing more to say. */
class FencedHost extends Error {
  override readonly name = 'FencedHost';
}
