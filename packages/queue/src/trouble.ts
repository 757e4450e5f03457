import type { QueueLogger } from './logger.ts';

/** How long the same complaint stays quiet after it was logged, in milliseconds. */
const QUIET_MS = 60_000;

export interface Trouble {
  report(error: unknown): void;
  /** Says once that things work again, if anything was reported before. */
  over(): void;
}

/**
 * Logs a lasting failure once, not once per reconnect: a client whose server is gone emits the same error
 * several times a second, for hours. The next line about it appears after a minute and says how many were
 * held back.
 */
export function createTrouble({ logger, what, now = Date.now }: TroubleOptions): Trouble {
  const seen = new Map<string, { at: number; held: number }>();
  return {
    report(error) {
      const key = kindOf(error);
      const last = seen.get(key);
      if (last && now() - last.at < QUIET_MS) {
        last.held += 1;
        return;
      }
      seen.set(key, { at: now(), held: 0 });
      logger.warn({ err: error, repeated: last?.held ?? 0 }, `${what}: ${messageOf(error)}`);
    },
    over() {
      if (seen.size === 0) return;
      seen.clear();
      logger.info({}, `${what}: working again`);
    },
  };
}

interface TroubleOptions {
  logger: QueueLogger;
  /** Begins every line, for example `queue work`. */
  what: string;
  now?: () => number;
}

/** Errors that differ only in an id or an address are one complaint. */
function kindOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return `${code} ${messageOf(error).replace(/[0-9a-f-]{8,}|\d+/gi, '#')}`;
}

/** An AggregateError (Node's "tried ::1 and 127.0.0.1") has an empty message of its own. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && !error.message) return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message || error.name : String(error);
}
