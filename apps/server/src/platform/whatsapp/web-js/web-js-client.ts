import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../logger.ts';
import { GenuineClient } from './library.ts';
import type { LibraryClientOptions } from './library.ts';
import { textOf } from './text-of.ts';

/** What the page says when it navigates away under a call; the next document deserves another try. */
const NAVIGATED =
  /execution context was destroyed|cannot find context|window\.require is not a function|detached frame|reading 'mainframe'/i;
const INJECT_TRIES = 4;
const READY_WATCH_EVERY_MS = 250;

declare const window: {
  siarInjected?: boolean;
  WWebJS?: unknown;
  require: (name: 'WAWebSocketModel') => { Socket: { state: string; hasSynced: boolean } };
  onAppStateHasSyncedEvent: () => unknown;
};

/**
 * The genuine Client with its lifecycle mended by overriding alone. Beside the library's events it tells
 * `page_state` (every state of the page's socket, also before `ready`), `ready_again` and `engine_dead`.
 * The numbers are those of the traps in the reference on whatsapp-web.js.
 */
export class WebJsClient extends GenuineClient {
  readonly #logger: Logger;
  readonly #readyWatchMs: number;
  #isClosing = false;
  #isInitialized = false;
  #injecting: Promise<void> = Promise.resolve();
  #isDocumentAuthenticated = false;
  #isDocumentReady = false;
  #wasReady = false;
  #watch: NodeJS.Timeout | null = null;

  constructor({
    logger,
    readyWatchMs,
    ...options
  }: LibraryClientOptions & { logger: Logger; readyWatchMs: number }) {
    super(options);
    this.#logger = logger;
    this.#readyWatchMs = readyWatchMs;
  }

  override async initialize(): Promise<void> {
    await super.initialize();
    this.#isInitialized = true;
    // Trap 9: the library tells nothing when Chromium or its page dies.
    this.pupBrowser?.on('disconnected', () => this.#die('the browser is gone'));
    this.pupPage?.on('error', (error) => this.#die(`the page crashed: ${error.message}`));
    this.pupPage?.on('close', () => this.#die('the page was closed'));
    // Trap 4: what goes wrong inside the page is otherwise seen by nobody.
    this.pupPage?.on('pageerror', (error) =>
      this.#logger.warn({ err: error }, 'WhatsApp Web: an error in the page'),
    );
  }

  /** Trap 1: the library calls this on every navigation, of iframes and history too, and never catches it. */
  override inject(): Promise<void> {
    const turn = this.#injecting.then(() => this.#injectOnce());
    this.#injecting = turn.catch(() => undefined);
    return turn;
  }

  async #injectOnce(): Promise<void> {
    for (let tries = 1; ; tries++) {
      if (this.#isClosing || !this.pupPage) return;
      try {
        if (await this.pupPage.evaluate(() => window.siarInjected === true)) return;
        this.#isDocumentAuthenticated = this.#isDocumentReady = false;
        await this.#hearStates();
        await super.inject();
        const state = await this.pupPage.evaluate(() => {
          window.siarInjected = true;
          return window.require('WAWebSocketModel').Socket.state;
        });
        this.emit('page_state', state);
        this.#watchReady();
        return;
      } catch (error) {
        if (this.#isHushed()) return;
        const message = textOf(error);
        // Trap 7: the page may navigate while we inject.
        if (tries < INJECT_TRIES && NAVIGATED.test(message)) {
          await sleep(200);
          continue;
        }
        // Trap 6: the library throws strings.
        if (!this.#isInitialized) throw error instanceof Error ? error : new Error(message);
        this.#die(`injecting failed: ${message}`);
        return;
      }
    }
  }

  /**
   * Trap 15: the library's own listener would call the page's `require` in Node when the QRs run out. It leaves an
   * exposed function alone that is already there.
   */
  async #hearStates(): Promise<void> {
    const name = 'onAuthAppStateChangedEvent';
    const isThere = await this.pupPage?.evaluate(`typeof window.${name} === 'function'`);
    if (!isThere)
      await this.pupPage?.exposeFunction(name, (state: unknown) => void this.emit('page_state', state));
  }

  /** Trap 2: `ready` is lost when the page has synced before the library listens. */
  #watchReady(): void {
    if (this.#watch) clearInterval(this.#watch);
    const since = Date.now();
    this.#watch = setInterval(() => {
      if (this.#isClosing || this.#isDocumentReady) {
        if (this.#watch) clearInterval(this.#watch);
        return;
      }
      if (Date.now() - since < this.#readyWatchMs) return;
      this.pupPage
        ?.evaluate(() => {
          const { Socket } = window.require('WAWebSocketModel');
          if (Socket.hasSynced && window.WWebJS === undefined) window.onAppStateHasSyncedEvent();
        })
        .catch(() => undefined);
    }, READY_WATCH_EVERY_MS);
  }

  /** Trap 3: once per document, whatever the page does with `hasSynced`. */
  override emit(event: string, ...args: unknown[]): boolean {
    if (this.#isClosing) return false;
    if (event === 'authenticated') {
      if (this.#isDocumentAuthenticated) return false;
      this.#isDocumentAuthenticated = true;
    }
    if (event === 'ready') {
      if (this.#isDocumentReady) return false;
      this.#isDocumentReady = true;
      if (this.#wasReady) return super.emit('ready_again');
      this.#wasReady = true;
    }
    return super.emit(event, ...args);
  }

  /**
   * A killed browser resets its pipes, at times after puppeteer has let go of them: without a listener that error
   * would end our whole process, and every other number with it.
   */
  guardPipes(): void {
    for (const stream of this.pupBrowser?.process()?.stdio ?? []) stream?.on('error', () => undefined);
  }

  #die(why: string): void {
    if (this.#isClosing) return;
    super.emit('engine_dead', why);
  }

  /** A call, as it changes while we wait. */
  #isHushed(): boolean {
    return this.#isClosing;
  }

  /** Nothing is told or injected any more; `destroy` follows. */
  hush(): void {
    this.#isClosing = true;
    if (this.#watch) clearInterval(this.#watch);
  }

  /** Trap 8: the library destroys itself in places, unawaited; ours is safe to call twice and always ends the browser. */
  override async destroy(): Promise<void> {
    this.hush();
    const browser = this.pupBrowser;
    const chromium = browser?.process();
    if (!browser || !chromium || hasExited(chromium)) return;
    const gone = new Promise((resolve) => chromium.once('exit', resolve));
    const asked = browser.close().catch(() => undefined);
    await Promise.race([Promise.all([asked, gone]), sleep(CLOSE_DEADLINE_MS, undefined, { ref: false })]);
    if (hasExited(chromium)) return;
    killGroup(chromium.pid);
    await gone;
  }
}

const CLOSE_DEADLINE_MS = 5_000;

const hasExited = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

/** Puppeteer starts Chromium as the head of its own process group. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Gone meanwhile.
  }
}
