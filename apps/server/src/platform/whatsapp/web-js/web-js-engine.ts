import type { Page } from 'puppeteer';
import { DEFAULT_DEADLINE_MS } from '../engine.ts';
import type {
  Ack,
  CallLimits,
  FindSentResult,
  OpenEngine,
  PairingCodeResult,
  SentQuery,
  WhatsAppEngine,
  WhatsAppEngineFactory,
  WhatsAppStateReason,
} from '../engine.ts';
import { assertE164, createAwaitedSends } from '../shared/awaited-sends.ts';
import { createEngineAnnouncer } from '../shared/engine-announcer.ts';
import { unwrapBackup } from './backup.ts';
import type { Backup } from './backup.ts';
import type { BrowserSession } from './browser-session.ts';
import { findChromium } from './chromium.ts';
import type { LibraryMessage } from './library.ts';
import { ackOf, unlinkDevice } from './page-queries.ts';
import type { WebJsClient } from './web-js-client.ts';
import { disconnectReason, isBanned, isUnlinked, startFailure } from './web-js-error.ts';
import { createWebJsInbox } from './web-js-inbox.ts';
import { USUAL_TIMING } from './web-js-options.ts';
import type { WebJsEngineOptions } from './web-js-options.ts';
import { createWebJsSender } from './web-js-sender.ts';
import { within } from './within.ts';

/** The genuine whatsapp-web.js in Chromium. */
export function createWebJsEngineFactory(options: WebJsEngineOptions): WhatsAppEngineFactory {
  if (options.isProduction && options.testChromiumArgs && options.testChromiumArgs.length > 0) {
    throw new Error('WHATSAPP_TEST_CHROMIUM_ARGS must not be set with NODE_ENV=production');
  }
  return { name: 'web-js', open: (engine) => openWebJsEngine(options, engine) };
}

function openWebJsEngine(
  options: WebJsEngineOptions,
  { sessionId, credentials, onEvent }: OpenEngine,
): WhatsAppEngine {
  const timing = { ...USUAL_TIMING, ...options.timing };
  const logger = options.logger.child({ sessionId });
  const announcer = createEngineAnnouncer({ onEvent, logger });
  const openedAt = new Date();
  let session: BrowserSession | null = null;
  let backup: Backup | null = null;
  let isOnline = false;
  let wasReady = false;
  let isRestricted = false;
  let phoneNumber = '';
  let pairingPhoneNumber: string | null = null;
  let qrsShown = 0;
  let timers: NodeJS.Timeout[] = [];
  let ending: Promise<void> | null = null;
  const sends = createAwaitedSends({ isOnline: () => isOnline });
  const getClient = (): WebJsClient | null => (ending ? null : (session?.client ?? null));
  const getPage = (): Page | null => getClient()?.pupPage ?? null;
  const sender = createWebJsSender({
    getClient,
    isOnline: () => isOnline,
    sends,
    announcer,
    onStanding,
    logger,
  });
  const inbox = createWebJsInbox({ getPage, announcer, onReceipt: sender.receipt, logger });

  /** Asked through a function, as it changes while we wait. */
  const isEnding = (): boolean => ending !== null;

  async function start({ pairingPhoneNumber: wanted }: { pairingPhoneNumber?: string } = {}): Promise<void> {
    if (ending) return;
    if (wanted !== undefined) assertE164(wanted);
    pairingPhoneNumber = wanted ?? null;
    announcer.state('STARTING');
    const chromium = findChromium(options);
    if (!chromium) return stop('FAILED', 'browser_unavailable');
    try {
      const bytes = await credentials.load();
      backup = bytes ? unwrapBackup(bytes) : null;
    } catch (error) {
      logger.warn({ err: error }, 'the stored credentials cannot be read');
      return stop('FAILED', 'credentials_unreadable');
    }
    // Chromium's driver is heavy: processes that host no number never load it.
    const { createBrowserSession } = await import('./browser-session.ts');
    if (isEnding()) return;
    session = createBrowserSession({
      options,
      timing,
      chromium,
      sessionId,
      backup,
      credentials,
      onClient: listen,
      logger,
    });
    session.start().catch((error: unknown) => {
      logger.warn({ err: error }, 'WhatsApp Web did not start');
      stop('FAILED', startFailure(error));
    });
  }

  function listen(to: WebJsClient): void {
    to.on('qr', onQr);
    to.on('code', onPairingCode);
    to.on('page_state', onPageState);
    to.on('authenticated', onAuthenticated);
    to.on('ready', onReady);
    to.on('ready_again', onReady);
    to.on('change_state', onChangeState);
    to.on('disconnected', onDisconnected);
    to.on('engine_dead', (why: string) => {
      logger.warn({ why }, 'WhatsApp Web died');
      stop('FAILED', 'browser_died');
    });
    to.on('message_ack', ({ id }: LibraryMessage, ack: number) => {
      if (id.fromMe) sender.receipt(id.id, ack);
    });
    to.on('message', inbox.message);
  }

  function onQr(qr: string): void {
    if (backup) return onUnlinkedWhileAway();
    if (pairingPhoneNumber !== null) {
      if (announcer.status !== 'PAIRING') void requestPairingCode(pairingPhoneNumber);
      return;
    }
    const lifetime = qrsShown++ === 0 ? timing.firstQrMs : timing.laterQrMs;
    announcer.state('QR');
    announcer.qr(qr, new Date(Date.now() + lifetime));
  }

  /**
   * Linked before, and now a QR: either the page says that the phone has unlinked us (it then bears `post_logout` in
   * its address), or the profile did not survive. Only the first deletes the credentials.
   */
  function onUnlinkedWhileAway(): void {
    if (getPage()?.url().includes('post_logout=1')) void unlinked('unlinked_by_phone');
    else stop('FAILED', 'credentials_unreadable');
  }

  function onPairingCode(code: string): void {
    announcer.state('PAIRING');
    announcer.pairingCode(code, new Date(Date.now() + timing.pairingCodeMs));
    const giveUp = (): void => {
      if (announcer.status === 'PAIRING') stop('FAILED', 'qr_expired');
    };
    timers.push(setTimeout(giveUp, timing.pairingCodeMs));
  }

  function onPageState(state: string): void {
    // Trap 15: out of QRs, and the page will make no more by itself. A pairing code lives on.
    const isQrWanted = !wasReady && !backup && pairingPhoneNumber === null;
    if (state === 'UNPAIRED_IDLE' && isQrWanted) stop('FAILED', 'qr_expired');
    // Before `ready` the library does not listen to these.
    if (!wasReady && (isBanned(state) || disconnectReason(state) !== 'internal')) onDisconnected(state);
  }

  function onAuthenticated(): void {
    if (!wasReady) announcer.state('AUTHENTICATED');
    // Trap 4: a page that lacks a module stays here for ever.
    timers.push(setTimeout(() => !isOnline && stop('FAILED', 'page_changed'), timing.readyDeadlineMs));
  }

  function onReady(): void {
    const wid = getClient()?.info?.wid;
    if (!wid) return stop('FAILED', 'page_changed');
    phoneNumber = `+${wid.user}`;
    if (!wasReady) timers.push(setInterval(() => void probe(), timing.probeEveryMs));
    wasReady = true;
    session?.keepBackedUp();
    connected();
  }

  function connected(): void {
    isOnline = true;
    tellStanding();
    announcer.ready(phoneNumber);
    void inbox.tellMissed();
  }

  function onStanding(restricted: boolean): void {
    if (isRestricted === restricted) return;
    isRestricted = restricted;
    if (isOnline) tellStanding();
  }

  function tellStanding(): void {
    if (isRestricted) announcer.state('RESTRICTED', 'restricted_by_whatsapp');
    else announcer.state('CONNECTED');
  }

  function onChangeState(state: string): void {
    if (state === 'CONNECTED') {
      if (wasReady && !isOnline) connected();
      return;
    }
    if (state !== 'OPENING' && state !== 'TIMEOUT') return;
    isOnline = false;
    announcer.state('RECONNECTING', 'connection_lost');
  }

  function onDisconnected(reason: string): void {
    if (isUnlinked(reason)) return void unlinked('unlinked_by_phone');
    if (isBanned(reason)) return stop('BANNED', 'banned_by_whatsapp');
    stop('FAILED', disconnectReason(reason));
  }

  /** Trap 10: a page may be dead and look alive. */
  async function probe(): Promise<void> {
    const client = getClient();
    if (!client) return;
    const state = await within(
      client.getState().catch(() => null),
      null,
      { deadlineMs: timing.probeDeadlineMs },
    );
    if (state === null && isOnline) stop('FAILED', 'timed_out');
  }

  /** Trap 17: this alone deletes credentials. */
  async function unlinked(reason: WhatsAppStateReason): Promise<void> {
    session?.client?.hush();
    const ended = end({ keepProfile: false });
    await credentials.delete().catch((error: unknown) => {
      logger.error({ err: error }, 'the credentials of an unlinked number could not be deleted');
    });
    announcer.state('LOGGED_OUT', reason);
    await ended;
  }

  function stop(status: 'BANNED' | 'FAILED', reason: WhatsAppStateReason): void {
    session?.client?.hush();
    // Trap 8: not inside the library's own handlers.
    setImmediate(() => void end({ keepProfile: wasReady }));
    announcer.state(status, reason);
  }

  function end({ keepProfile }: { keepProfile: boolean }): Promise<void> {
    return (ending ??= finish(keepProfile).catch((error: unknown) => {
      logger.error({ err: error }, 'an engine did not end cleanly');
    }));
  }

  async function finish(keepProfile: boolean): Promise<void> {
    isOnline = false;
    for (const timer of timers) clearTimeout(timer);
    timers = [];
    sends.giveUp('engine_closed');
    await session?.end({ keepProfile });
  }

  async function requestPairingCode(number: string, limits: CallLimits = {}): Promise<PairingCodeResult> {
    assertE164(number);
    const isLinking =
      announcer.status === 'QR' || announcer.status === 'PAIRING' || announcer.status === 'STARTING';
    const client = getClient();
    if (!client?.pupPage || !isLinking || backup) return { kind: 'unavailable', reason: 'not_linking' };
    pairingPhoneNumber = number;
    try {
      // Trap 16: asked for by ourselves, so that a refusal can be caught.
      const asked = client.requestPairingCode(number.slice(1));
      const code = await within(asked, null, { deadlineMs: DEFAULT_DEADLINE_MS, ...limits });
      if (code === null) return { kind: 'unavailable', reason: 'timed_out' };
      return { kind: 'code', code, expiresAt: new Date(Date.now() + timing.pairingCodeMs) };
    } catch (error) {
      logger.warn({ err: error }, 'WhatsApp gave no pairing code');
      return { kind: 'unavailable', reason: 'refused' };
    }
  }

  async function findSent(
    { messageId, to, since }: SentQuery,
    limits: CallLimits = {},
  ): Promise<FindSentResult> {
    const page = getPage();
    if (!page || !isOnline) return { kind: 'unknown' };
    try {
      const asked = ackOf(page, { chatId: `${to.slice(1)}@c.us`, messageId });
      const ack = await within(asked, 'late' as const, { deadlineMs: DEFAULT_DEADLINE_MS, ...limits });
      if (ack === 'late') return { kind: 'unknown' };
      if (ack !== null) return ack < 0 ? { kind: 'absent' } : { kind: 'found', ack: toAck(ack) };
      return remembersSince(since) ? { kind: 'absent' } : { kind: 'unknown' };
    } catch {
      return { kind: 'unknown' };
    }
  }

  /** A restored profile knows nothing of what was sent after its backup and before this engine. */
  function remembersSince(since: Date): boolean {
    return since >= openedAt || (backup !== null && since <= backup.savedAt && backup.isComplete);
  }

  return {
    capabilities: { callerMessageIds: true, media: true },
    get status() {
      return announcer.status;
    },
    start,
    send: sender.send,
    isRegistered: async (number, limits) => {
      assertE164(number);
      return sender.isRegistered(number, limits);
    },
    requestPairingCode,
    findSent,
    async logout() {
      const page = getPage();
      if (page && wasReady) {
        session?.client?.hush();
        // The page navigates away under the call; that it was asked is all we can know.
        await within(
          unlinkDevice(page).catch(() => undefined),
          undefined,
          { deadlineMs: 10_000 },
        );
      }
      await unlinked('logout_requested');
      announcer.mute();
    },
    async close() {
      announcer.mute();
      await end({ keepProfile: wasReady });
    },
  };
}

const toAck = (ack: number): Ack => (ack >= 3 ? 3 : ack >= 2 ? 2 : ack >= 1 ? 1 : 0);
