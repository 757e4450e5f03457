import { type Composition, compose } from './compose.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { createLogger } from './platform/logger.ts';

/** What a process runs; closing it takes no new work and lets the present work end. */
export interface Running {
  close(): Promise<void>;
}

/** A supervisor kills after ten seconds; better to leave by ourselves and say so. */
const SHUTDOWN_MS = 9_000;

/**
 * The life of a process, from its environment to its end: parses, composes, starts, and stops in order on SIGINT
 * and SIGTERM. What cannot start says why in one line and exits with 1.
 *
 * @param start gets a signal that aborts when the process is to end before it has started
 */
export async function boot(
  name: 'api' | 'worker',
  start: (composition: Composition, signal: AbortSignal) => Promise<Running>,
): Promise<void> {
  const config = configOrExit(name);
  const logger = createLogger({ level: config.logLevel, name });
  const composition = compose(config, { logger });
  const ending = new AbortController();
  let isEnding = false;

  async function end(code: number): Promise<void> {
    if (isEnding) return;
    isEnding = true;
    ending.abort();
    setTimeout(() => {
      logger.error({}, 'did not stop in time');
      process.exit(1);
    }, SHUTDOWN_MS).unref();
    const running = await starting.catch(() => undefined);
    await running?.close();
    await composition.close();
    process.exit(code);
  }
  function endLoudly(code: number): void {
    end(code).catch((error: unknown) => {
      logger.error({ err: error }, 'did not stop cleanly');
      process.exit(1);
    });
  }

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      logger.info({ signal }, 'stopping');
      endLoudly(0);
    });
  }
  process.on('unhandledRejection', (reason) => {
    composition.metrics.unhandled.inc({ kind: 'rejection' });
    logger.error({ err: reason }, 'a rejection that nobody caught');
  });
  process.on('uncaughtException', (error) => {
    composition.metrics.unhandled.inc({ kind: 'exception' });
    logger.fatal({ err: error }, 'an exception that nobody caught: its process cannot be trusted any more');
    endLoudly(1);
  });

  const starting = start(composition, ending.signal);
  try {
    await starting;
  } catch (error) {
    if (ending.signal.aborted) return;
    logger.fatal(
      { err: error },
      `could not start: ${error instanceof Error ? error.message : String(error)}`,
    );
    endLoudly(1);
  }
}

function configOrExit(name: string): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`siar ${name}: ${error.message}\n`);
    process.exit(1);
  }
}
