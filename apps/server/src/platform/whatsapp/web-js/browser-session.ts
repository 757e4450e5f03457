import { getuid } from 'node:process';
import type { Logger } from '../../logger.ts';
import type { CredentialStore } from '../credentials/credential-store.ts';
import type { Backup } from './backup.ts';
import { chromiumArgs } from './chromium.ts';
import type { Chromium } from './chromium.ts';
import { pageShimSource } from './page-shim.ts';
import { createProfileFolder, removeProfileFolder } from './profile-folder.ts';
import { StoredAuth } from './remote-auth.ts';
import { WebJsClient } from './web-js-client.ts';
import type { WebJsEngineOptions, WebJsTiming } from './web-js-options.ts';
import { within } from './within.ts';

/** One Chromium with its profile and the library on it, from launch to the last file. */
export interface BrowserSession {
  /** Null until the profile folder stands. */
  readonly client: WebJsClient | null;
  /** Rejects with what went wrong; quietly resolves when it was ended meanwhile. */
  start(): Promise<void>;
  /** From now on the profile is backed up into the credential store. */
  keepBackedUp(): void;
  /** Ends the browser, however far it has come; with `keepProfile` makes a last backup. Removes the folder. */
  end(options: { keepProfile: boolean }): Promise<void>;
}

export function createBrowserSession({
  options,
  timing,
  chromium,
  sessionId,
  backup,
  credentials,
  onClient,
  logger,
}: {
  options: WebJsEngineOptions;
  timing: WebJsTiming;
  chromium: Chromium;
  sessionId: string;
  backup: Backup | null;
  credentials: CredentialStore;
  /** The client exists and has not started: time to listen. */
  onClient: (client: WebJsClient) => void;
  logger: Logger;
}): BrowserSession {
  let client: WebJsClient | null = null;
  let auth: StoredAuth | null = null;
  let folder: string | null = null;
  let starting: Promise<void> = Promise.resolve();
  let isEnded = false;
  const wasEnded = (): boolean => isEnded;

  async function boot(): Promise<void> {
    folder = await createProfileFolder({ root: options.profileRoot, sessionId });
    if (wasEnded()) return;
    auth = new StoredAuth({
      sessionName: 'profile',
      folder,
      backup,
      credentials,
      logger,
      onBrowser: () => client?.guardPipes(),
    });
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
    onClient(client);
    // Trap 5: the library waits for some things without an end.
    const initialized = client.initialize().then(() => true);
    const isStarted = await within(initialized, false, { deadlineMs: timing.startDeadlineMs });
    if (!isStarted) throw new Error('start timed out');
  }

  return {
    get client() {
      return client;
    },
    start() {
      const work = boot();
      starting = work.catch(() => undefined);
      return work.catch((error: unknown) => {
        if (!wasEnded()) throw error;
      });
    },
    keepBackedUp: () => auth?.keepBackedUp(timing.backupDelayMs),
    async end({ keepProfile }) {
      isEnded = true;
      client?.hush();
      const backedUp = auth?.stopBackups();
      await client?.destroy();
      await starting;
      // A browser that came up while it was being closed.
      await client?.destroy();
      await backedUp;
      // The last backup is made of a profile that nobody writes to any more.
      if (keepProfile) await auth?.backUp({ isComplete: true });
      if (folder !== null) await removeProfileFolder(folder);
    },
  };
}
