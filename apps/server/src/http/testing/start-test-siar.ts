import { prepareQueueBackend } from '@siar/queue';
import { createTestDatabase } from '@siar/db/testing';
import { type Composition, compose } from '../../compose.ts';
import { type Config, readConfig } from '../../config.ts';
import { createLogger, type Logger } from '../../platform/logger.ts';
import { startApiServer } from '../server.ts';

export interface TestSiar {
  /** `http://127.0.0.1:…`, without a trailing slash. */
  url: string;
  composition: Composition;
  /** Every line that was logged, parsed. */
  logs: Record<string, unknown>[];
  /** Cuts all WebSockets as a network does it. */
  cutSockets(): void;
  close(): Promise<void>;
}

/** A genuine API server on a database of its own and a free port. */
export async function startTestSiar(options: {
  /** Vitest: `inject('postgresUrl')`. */
  postgresUrl: string;
  /** Null: queue and events on PostgreSQL. */
  redisUrl?: string | null;
  env?: Readonly<Record<string, string>>;
}): Promise<TestSiar> {
  const database = await createTestDatabase(options.postgresUrl);
  const { logger, logs } = createRecordingLogger();
  const config = testConfig({
    DATABASE_URL: database.url,
    ...(options.redisUrl ? { REDIS_URL: options.redisUrl } : {}),
    ...options.env,
  });
  const composition = compose(config, { logger });
  await prepareQueueBackend(composition.queueBackend);
  const server = await startApiServer(composition);
  return {
    url: `http://127.0.0.1:${server.port}`,
    composition,
    logs,
    cutSockets: () => server.cutSockets(),
    async close() {
      await server.close();
      await composition.close();
      await database.drop();
    },
  };
}

export function testConfig(env: Readonly<Record<string, string>>): Config {
  return readConfig({
    PORT: '0',
    LOG_LEVEL: 'info',
    ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    WHATSAPP_ENGINE: 'simulator',
    WHATSAPP_SIMULATOR_URL: 'http://127.0.0.1:1',
    ...env,
  });
}

export function createRecordingLogger(): { logger: Logger; logs: Record<string, unknown>[] } {
  const logs: Record<string, unknown>[] = [];
  const destination = {
    write: (line: string) => void logs.push(JSON.parse(line) as Record<string, unknown>),
  };
  return { logger: createLogger({ level: 'info', name: 'test', destination }), logs };
}
