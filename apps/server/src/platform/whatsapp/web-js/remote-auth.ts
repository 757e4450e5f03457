import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Logger } from '../../logger.ts';
import type { CredentialStore } from '../credentials/credential-store.ts';
import { wrapBackup } from './backup.ts';
import type { Backup } from './backup.ts';
import { GenuineRemoteAuth } from './library.ts';

/** Below this the library refuses an interval. */
const BACKUP_INTERVAL_MS = 10 * 60_000;
/**
 * RemoteAuth over a CredentialStore, with its manners mended: the genuine one deletes the stored session on
 * CONFLICT, PROXYBLOCK and the like, makes its first backup a minute after `ready` by a timer that survives
 * `destroy`, and on LOGOUT removes the profile under the running browser. Here backups and deletion happen only
 * when the engine says so.
 */
export class StoredAuth extends GenuineRemoteAuth {
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();
  #isOver = false;
  #hasBrowser = false;
  #isComplete = false;
  readonly #logger: Logger;
  readonly #onBrowser: () => void;

  constructor(options: {
    sessionName: string;
    folder: string;
    backup: Backup | null;
    credentials: CredentialStore;
    logger: Logger;
    /** The browser has just come up; the page is not loaded yet. */
    onBrowser: () => void;
  }) {
    const { sessionName, folder, credentials, logger } = options;
    let { backup } = options;
    super({
      clientId: sessionName,
      dataPath: folder,
      backupSyncIntervalMs: BACKUP_INTERVAL_MS,
      store: {
        sessionExists: async () => backup !== null,
        extract: async ({ path }) => {
          if (!backup) throw new Error('nothing to extract');
          await mkdir(dirname(path), { recursive: true });
          await writeFile(path, backup.zip, { mode: 0o600 });
        },
        // The library names no file; it has just written this one.
        save: async ({ session }) => {
          const zip = await readFile(join(folder, `${session}.zip`));
          const next = { zip, savedAt: new Date(), isComplete: this.#isComplete };
          await credentials.save(wrapBackup(next));
          backup = next;
        },
        delete: async () => undefined,
      },
    });
    this.#logger = logger;
    this.#onBrowser = options.onBrowser;
  }

  /** From now on the profile is backed up: after `delayMs`, then every ten minutes. Again is the same. */
  keepBackedUp(delayMs: number): void {
    if (this.#timer || this.#isOver) return;
    const tick = (): void => {
      void this.backUp().finally(() => {
        if (!this.#isOver) this.#timer = setTimeout(tick, BACKUP_INTERVAL_MS);
      });
    };
    this.#timer = setTimeout(tick, delayMs);
  }

  /** One after another; resolves also when it failed (the former backup stands then). */
  backUp({ isComplete = false } = {}): Promise<void> {
    this.#running = this.#running.then(async () => {
      this.#isComplete = isComplete;
      try {
        await this.storeRemoteSession();
      } catch (error) {
        this.#logger.error({ err: error }, 'the WhatsApp profile could not be backed up');
      }
    });
    return this.#running;
  }

  /** No backup begins any more; resolves when the running one is done. */
  stopBackups(): Promise<void> {
    this.#isOver = true;
    if (this.#timer) clearTimeout(this.#timer);
    return this.#running;
  }

  override async afterAuthReady(): Promise<void> {}
  override async disconnect(): Promise<void> {}
  override async destroy(): Promise<void> {}
  override async logout(): Promise<void> {}
  async afterBrowserInitialized(): Promise<void> {
    const isFirst = !this.#hasBrowser;
    if (isFirst) this.#onBrowser();
    this.#hasBrowser = true;
    // The browser has come up, and nobody wants it any more: this stops the library before it loads the page.
    if (isFirst && this.#isOver) throw new Error('the engine was closed while it started');
  }
  override async beforeBrowserInitialized(): Promise<void> {
    // The library asks again after a LOGOUT, to begin anew under the running browser; we never do.
    if (!this.#isOver) await super.beforeBrowserInitialized();
  }
}
