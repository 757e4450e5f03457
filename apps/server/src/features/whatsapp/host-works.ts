import { hostname } from 'node:os';
import { pid } from 'node:process';
import type { Database } from '@siar/db';
import type { hostWhatsAppSession, JobHandler } from '@siar/queue';
import type { Clock } from '../../platform/clock.ts';
import type { Envelope } from '../../platform/crypto/envelope.ts';
import type { EventBus } from '../../platform/events/index.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Metrics } from '../../platform/metrics.ts';
import { createPostgresCredentialStore } from '../../platform/whatsapp/credentials/postgres-credential-store.ts';
import type { WhatsAppEngineFactory } from '../../platform/whatsapp/engine.ts';
import { createHostWhatsAppSession } from './host-whatsapp-session.job.ts';
import { createHosts } from './hosts.ts';
import type { OpenLane } from './lane-port.ts';
import { createSessionWrites } from './session-writes.ts';

export interface HostWorksDeps {
  db: Database;
  envelope: Envelope;
  engines: WhatsAppEngineFactory;
  lanes(): Promise<OpenLane>;
  events: Pick<EventBus, 'publish' | 'subscribe' | 'onResync'>;
  clock: Clock;
  logger: Logger;
  metrics?: Pick<Metrics, 'lanes'>;
}

/** The handler that holds numbers in this process, with all that they share. */
export function createHostingHandler(deps: HostWorksDeps): JobHandler<typeof hostWhatsAppSession> {
  const { db, envelope, engines, lanes, events, clock, logger, metrics } = deps;
  const writes = createSessionWrites(db);
  const hosts = createHosts({ events, writes, logger, ...(metrics === undefined ? {} : { metrics }) });
  return createHostWhatsAppSession({
    engines,
    credentialsOf: ({ sessionId, epoch }) =>
      createPostgresCredentialStore({ db, envelope, sessionId, epoch }),
    lanes,
    hosts,
    writes,
    events,
    clock,
    logger,
    hostName: `${hostname()}/${pid}`,
  });
}
