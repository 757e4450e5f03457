import { createDb, type Database } from '@siar/db';
import { createProducer, type QueueBackend, queueBackendFrom, type SiarProducer } from '@siar/queue';
import type { Config } from './config.ts';
import { createActivityService } from './features/activity/activity.service.ts';
import { createAdminService } from './features/admin/admin.service.ts';
import { createAccountService } from './features/auth/account.service.ts';
import { createApiKeyService } from './features/auth/api-keys.service.ts';
import { createAuthService } from './features/auth/auth.service.ts';
import { createLoginLimits } from './features/auth/login-limits.ts';
import { createLoginSessions } from './features/auth/login-sessions.ts';
import { createBillingService } from './features/billing/billing.service.ts';
import { createPackageService } from './features/billing/packages.service.ts';
import { createBlastMessageService } from './features/blasts/blast-messages.service.ts';
import { createBlastService } from './features/blasts/blasts.service.ts';
import { createLaneWorks, type LaneWorks } from './features/blasts/lane/lane-works.ts';
import { createContactService } from './features/contacts/contacts.service.ts';
import { createImportService } from './features/contacts/imports.service.ts';
import { createListService } from './features/contacts/lists.service.ts';
import { createSuppressionService } from './features/contacts/suppressions.service.ts';
import { createReportService } from './features/reports/reports.service.ts';
import { createTemplateService } from './features/templates/templates.service.ts';
import { createUserService } from './features/users/users.service.ts';
import { createWhatsAppService } from './features/whatsapp/whatsapp.service.ts';
import { type Clock, createSystemClock } from './platform/clock.ts';
import { createEventBus, type EventBus } from './platform/events/index.ts';
import type { Logger } from './platform/logger.ts';
import { createMetrics, type Metrics } from './platform/metrics.ts';
import { createRateLimits, type RateLimits } from './platform/rate-limit.ts';
import type { Services } from './services.ts';

/** Everything that a process of Siar is made of. */
export interface Composition {
  config: Config;
  clock: Clock;
  logger: Logger;
  metrics: Metrics;
  db: Database;
  queueBackend: QueueBackend;
  producer: SiarProducer;
  events: EventBus;
  rateLimits: RateLimits;
  /** Sends messages; opens nothing before the first number is held. */
  laneWorks: LaneWorks;
  services: Services;
  /** Lets go of every connection. Idempotent. */
  close(): Promise<void>;
}

/**
 * Builds it all. Nothing here waits for a server: connections open on first use or in the background, so a
 * database that is away stops nobody from building. The only place where things are made; api.ts and worker.ts
 * decide what runs.
 */
export function compose(
  config: Config,
  { logger, clock = createSystemClock() }: ComposeOptions,
): Composition {
  const metrics = createMetrics();
  const db = createDb({
    url: config.databaseUrl,
    onError: (error) => logger.warn({ err: error }, 'an idle database connection was cut'),
  });
  const queueBackend = queueBackendFrom({
    databaseUrl: config.databaseUrl,
    redisUrl: config.redisUrl ?? undefined,
  });
  const producer = createProducer({ backend: queueBackend, logger });
  const events = createEventBus({
    redisUrl: config.redisUrl ?? undefined,
    databaseUrl: config.databaseUrl,
    logger,
  });
  const rateLimits = createRateLimits({ redisUrl: config.redisUrl, pool: db.pool, logger });
  const laneWorks = createLaneWorks({
    db,
    databaseUrl: config.databaseUrl,
    engineName: config.whatsapp.engine,
    events,
    clock,
    logger,
    metrics,
  });
  const apiKeys = createApiKeyService({ db, clock });
  const billing = createBillingService({ db, clock });
  const reports = createReportService({ db, clock });
  const services: Services = {
    auth: createAuthService({
      db,
      loginSessions: createLoginSessions({ db }),
      apiKeys,
      limits: createLoginLimits({ rateLimits }),
      events,
    }),
    account: createAccountService({ db, subscriptionOf: (tenant) => billing.subscriptionOf(tenant) }),
    apiKeys,
    users: createUserService({ db, clock, events }),
    packages: createPackageService({ db }),
    billing,
    reports,
    contacts: createContactService({ db, clock }),
    lists: createListService({ db, clock }),
    suppressions: createSuppressionService({ db, clock }),
    imports: createImportService({
      db,
      clock,
      producer,
      events,
      logger,
      dataDirectory: config.dataDirectory,
    }),
    templates: createTemplateService({ db, clock }),
    activity: createActivityService({ events }),
    whatsapp: createWhatsAppService({ db, clock, events, producer, logger }),
    blasts: createBlastService({
      db,
      clock,
      events,
      producer,
      logger,
      minDelayMs: config.whatsapp.minDelayMs,
    }),
    blastMessages: createBlastMessageService({ db }),
    admin: createAdminService({ db, clock, reports, queueDepths: () => producer.queueDepths() }),
  };
  let closing: Promise<void> | undefined;
  return {
    config,
    clock,
    logger,
    metrics,
    db,
    queueBackend,
    producer,
    events,
    rateLimits,
    laneWorks,
    services,
    close: () =>
      (closing ??= (async () => {
        await laneWorks.close();
        await Promise.all([producer.close(), events.close(), rateLimits.close()]);
        await db.close();
      })()),
  };
}

interface ComposeOptions {
  logger: Logger;
  clock?: Clock;
}
