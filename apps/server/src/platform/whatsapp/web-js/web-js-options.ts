import type { Logger } from '../../logger.ts';

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

export const USUAL_TIMING: WebJsTiming = {
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
