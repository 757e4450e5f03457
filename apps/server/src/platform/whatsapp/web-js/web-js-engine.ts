import { getuid } from 'node:process';
import type { Logger } from '../../logger.ts';
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
import { chromiumArgs, findChromium } from './chromium.ts';
import type { Chromium } from './chromium.ts';
import type { LibraryMessage } from './library.ts';
import { ackOf, catchUp, numberBehind, unlinkDevice } from './page-queries.ts';
import { pageShimSource } from './page-shim.ts';
import { createProfileFolder, removeProfileFolder } from './profile-folder.ts';
import { StoredAuth, unwrapBackup } from './remote-auth.ts';
import type { Backup } from './remote-auth.ts';
import { WebJsClient } from './web-js-client.ts';
import { disconnectReason, isBanned, isUnlinked, startFailure } from './web-js-error.ts';
import { createWebJsSender } from './web-js-sender.ts';
import { within } from './within.ts';

export interface WebJsEngineOptions {
  logger: Logger;
  /** CHROMIUM_PATH; null looks on `searchPath`. */
  chromiumPath: string | null;
  /** The PATH. */
  searchPath: string;
  /** Folder for the profiles of running numbers. */
  profileRoot: string;
  /** WHATSAPP_TEST_CHROMIUM_ARGS: lead the browser to the simulated page. Refused in production. */
  testChromiumArgs?: readonly string[];
  isProduction: boolean;
  timing?: Partial<WebJsTiming>;
}

/** All milliseconds. */
export interface WebJsTiming {
  /** From launch to a QR or to AUTHENTICATED. */
  startDeadlineMs: number;
  /** From AUTHENTICATED to CONNECTED. */
  readyDeadlineMs: number;
  /** From `ready` to the first backup: the session should be stable enough to recover from it. */
  backupDelayMs: number;
  /** Synced, but no `ready`: nudge after this. */
  readyWatchMs: number;
  /** WhatsApp shows the first QR for a minute and each later one for twenty seconds. */
  firstQrMs: number;
  laterQrMs: number;
  pairingCodeMs: number;
  /** One unanswered question to the page takes at most this. */
  probeDeadlineMs: number;
  probeEveryMs: number;
}

const USUAL_TIMING: WebJsTiming = {
  startDeadlineMs: 120_000,
  readyDeadlineMs: 90_000,
  backupDelayMs: 5_000,
  readyWatchMs: 5_000,
  firstQrMs: 60_000,
  laterQrMs: 20_000,
  pairingCodeMs: 180_000,
  probeDeadlineMs: 5_000,
  probeEveryMs: 60_000,
};

/** How far back a fresh `ready` looks for what was missed. */
const CATCH_UP_SECONDS = 3 * 86_400;

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
  let client: WebJsClient | null = null;
  let auth: StoredAuth | null = null;
  let folder: string | null = null;
  let backup: Backup | null = null;
  let isOnline = false;
  let wasReady = false;
  let isRestricted = false;
  let phoneNumber = '';
  let pairingPhoneNumber: string | null = null;
  let qrsShown = 0;
  let timers: NodeJS.Timeout[] = [];
  let starting: Promise<void> = Promise.resolve();
  let ending: Promise<void> | null = null;
  const sends = createAwaitedSends({ isOnline: () => isOnline });
  const sender = createWebJsSender({
    getClient: () => (ending ? null : client),
    isOnline: () => isOnline,
    sends,
    announcer,
    onStanding,
    logger,
  });

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
    if (isEnding()) return;
    starting = boot(chromium).catch((error: unknown) => {
      if (ending) return;
      logger.warn({ err: error }, 'WhatsApp Web did not start');
      stop('FAILED', startFailure(error));
    });
  }

  async function boot(chromium: Chromium): Promise<void> {
    folder = await createProfileFolder({ root: options.profileRoot, sessionId });
    if (isEnding()) return;
    auth = new StoredAuth({ sessionName: 'profile', folder, backup, credentials, logger });
    client = new WebJsClient({
      logger,
      readyWatchMs: timing.readyWatchMs,
      authStrategy: auth,
      authTimeoutMs: timing.startDeadlineMs,
      evalOnNewDoc: pageShimSource(),
      webVersionCache: { type: 'none' },
      puppeteer: {
        executablePath: chromium.executablePath,
        headless: chromium.headless,
        // Trap 11: over a pipe the browser ends by itself when we are killed.
        pipe: true,
        // Trap 14: puppeteer's own handlers would exit the process.
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
        protocolTimeout: 60_000,
        args: chromiumArgs({ isRoot: getuid?.() === 0, extraArgs: options.testChromiumArgs ?? [] }),
      },
    });
    listen(client);
    // Trap 5: the library waits for some things without an end.
    const started = await within(
      client.initialize().then(() => true),
      false,
      { deadlineMs: timing.startDeadlineMs },
    );
    if (!started) throw new Error('start timed out');
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
    to.on('message', (message: LibraryMessage) => {
      if (message.type !== 'chat') return;
      const { id, from, body, timestamp } = message;
      void tellIncoming({ messageId: id.id, from, body, at: timestamp });
    });
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
    if (client?.pupPage?.url().includes('post_logout=1')) void unlinked('unlinked_by_phone');
    else stop('FAILED', 'credentials_unreadable');
  }

  function onPairingCode(code: string): void {
    announcer.state('PAIRING');
    announcer.pairingCode(code, new Date(Date.now() + timing.pairingCodeMs));
  }

  function onPageState(state: string): void {
    // Trap 15: out of QRs, and the page will make no more by itself.
    if (state === 'UNPAIRED_IDLE' && !wasReady && !backup) stop('FAILED', 'qr_expired');
    // Before `ready` the library does not listen to these.
    if (!wasReady && (isBanned(state) || disconnectReason(state) !== 'internal')) onDisconnected(state);
  }

  function onAuthenticated(): void {
    if (!wasReady) announcer.state('AUTHENTICATED');
    // Trap 4: a page that lacks a module stays here for ever.
    timers.push(setTimeout(() => !isOnline && stop('FAILED', 'page_changed'), timing.readyDeadlineMs));
  }

  function onReady(): void {
    const wid = client?.info?.wid;
    if (!wid) return stop('FAILED', 'page_changed');
    phoneNumber = `+${wid.user}`;
    if (!wasReady) timers.push(setInterval(() => void probe(), timing.probeEveryMs));
    wasReady = true;
    auth?.keepBackedUp(timing.backupDelayMs);
    connected();
  }

  function connected(): void {
    isOnline = true;
    tellStanding();
    announcer.ready(phoneNumber);
    void tellMissed();
  }

  /** Trap 23: what came while away raised no event. */
  async function tellMissed(): Promise<void> {
    const page = client?.pupPage;
    if (!page) return;
    try {
      const { acks, incoming } = await catchUp(page, Math.floor(Date.now() / 1000) - CATCH_UP_SECONDS);
      for (const { messageId, ack } of acks) sender.receipt(messageId, ack);
      for (const message of incoming) await tellIncoming(message);
    } catch (error) {
      if (!ending) logger.warn({ err: error }, 'what came while away could not be read');
    }
  }

  async function tellIncoming(message: {
    messageId: string;
    from: string;
    body: string;
    at: number;
  }): Promise<void> {
    const [user = '', server] = message.from.split('@');
    const isPerson = server === 'c.us' || server === 'lid';
    if (!isPerson) return;
    const page = client?.pupPage;
    const digits =
      server === 'c.us' ? user : page ? await numberBehind(page, message.from).catch(() => null) : null;
    const { messageId, body } = message;
    announcer.incoming({
      messageId,
      from: digits === null ? null : `+${digits}`,
      body,
      at: new Date(message.at * 1000),
    });
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
    if (!client || ending) return;
    const state = await within(
      client.getState().catch(() => null),
      null,
      { deadlineMs: timing.probeDeadlineMs },
    );
    if (state === null && isOnline) stop('FAILED', 'timed_out');
  }

  /** Trap 17: this alone deletes credentials. */
  async function unlinked(reason: WhatsAppStateReason): Promise<void> {
    client?.hush();
    const ended = end({ keepProfile: false });
    await credentials.delete().catch((error: unknown) => {
      logger.error({ err: error }, 'the credentials of an unlinked number could not be deleted');
    });
    announcer.state('LOGGED_OUT', reason);
    await ended;
  }

  function stop(status: 'BANNED' | 'FAILED', reason: WhatsAppStateReason): void {
    client?.hush();
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
    client?.hush();
    const whole = auth?.stopBackups();
    await client?.destroy();
    await starting;
    // A browser that came up while it was being closed.
    await client?.destroy();
    await whole;
    // The last backup is made of a profile that nobody writes to any more.
    if (keepProfile) await auth?.backUp({ isComplete: true });
    if (folder) await removeProfileFolder(folder);
  }

  async function requestPairingCode(number: string, limits: CallLimits = {}): Promise<PairingCodeResult> {
    assertE164(number);
    const isLinking =
      announcer.status === 'QR' || announcer.status === 'PAIRING' || announcer.status === 'STARTING';
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
    const page = client?.pupPage;
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
      const page = client?.pupPage;
      if (page && wasReady && !ending) {
        client?.hush();
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
