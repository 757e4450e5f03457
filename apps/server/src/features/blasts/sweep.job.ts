import type { Database } from '@siar/db';
import { done, hostWhatsAppSession, type JobHandler, type SiarProducer, type sweep } from '@siar/queue';
import type { Clock } from '../../platform/clock.ts';
import type { EventBus } from '../../platform/events/index.ts';
import type { Logger } from '../../platform/logger.ts';
import { LIVE_STATES } from '../whatsapp/session-states.ts';

/** A held number says so every five seconds; one that was silent for three of these is nobody's. */
const SILENT_MS = 20_000;
/** At most so many of each kind per sweep: the next one comes soon. */
const MOST = 500;

export interface SweepDeps {
  db: Database;
  producer: Pick<SiarProducer, 'enqueue'>;
  events: Pick<EventBus, 'publish'>;
  /** Launches a scheduled blast whose time has come; false when there was nothing to do. */
  launchDue(input: { id: string }): Promise<boolean>;
  /** Brings back imports whose job got lost, and deletes files that belong to none. */
  sweepImports(): Promise<void>;
  deleteExpiredLogins(): Promise<void>;
  clock: Clock;
  logger: Logger;
}

/**
 * Makes the database the truth: what a lost event, a queue without memory or a night without workers left undone is
 * done now. Each part stands for itself; each may run twice. Counters against rows and orphaned messages join here.
 */
export function createSweep(deps: SweepDeps): JobHandler<typeof sweep> {
  const { logger } = deps;
  const parts = {
    hostNumbers,
    launchDueBlasts,
    wakeLanes,
    imports: deps.sweepImports,
    expiredLogins: deps.deleteExpiredLogins,
  };
  return async (_payload, { signal }) => {
    for (const [part, run] of Object.entries(parts)) {
      if (signal.aborted) break;
      await run(deps).catch((error: unknown) =>
        logger.warn({ err: error, part }, 'a part of the sweep failed'),
      );
    }
    return done();
  };
}

/** Numbers that should be held and are not, and such as should not be but still say that they are. */
async function hostNumbers({ db, producer, clock, logger }: SweepDeps): Promise<void> {
  const { rows } = await db.pool.query<{ id: string }>(
    `SELECT s.id FROM whatsapp_sessions s JOIN users u ON u.id = s.user_id
     WHERE s.updated_at < $1 AND (
       (s.wanted AND u.deactivated_at IS NULL)
       OR ((NOT s.wanted OR u.deactivated_at IS NOT NULL) AND s.status = ANY($2::whatsapp_status[]))
     )
     ORDER BY s.updated_at LIMIT $3`,
    [new Date(clock.now().getTime() - SILENT_MS), LIVE_STATES, MOST],
  );
  if (rows.length > 0) logger.info({ numbers: rows.length }, 'the sweep found numbers that nobody holds');
  for (const { id: sessionId } of rows) await producer.enqueue(hostWhatsAppSession, { sessionId });
}

async function launchDueBlasts({ db, launchDue, clock, logger }: SweepDeps): Promise<void> {
  const due = await db.prisma.blastJob.findMany({
    where: { status: 'SCHEDULED', scheduledAt: { lte: clock.now() } },
    orderBy: { scheduledAt: 'asc' },
    select: { id: true },
    take: MOST,
  });
  for (const { id } of due) {
    await launchDue({ id }).catch((error: unknown) => {
      logger.error({ err: error, blastId: id }, 'a blast whose time has come could not be launched');
    });
  }
}

/** Lanes look by themselves every half minute; this is for those whose event got lost. */
async function wakeLanes({ db, events }: SweepDeps): Promise<void> {
  const { rows } = await db.pool.query<{ sessionId: string }>(
    `SELECT DISTINCT s.id AS "sessionId" FROM blast_jobs b JOIN whatsapp_sessions s ON s.user_id = b.user_id
     WHERE b.status = 'RUNNING' AND b.pending_count > 0 AND s.status = 'CONNECTED' LIMIT $1`,
    [MOST],
  );
  for (const { sessionId } of rows) events.publish({ type: 'whatsapp.control', sessionId, action: 'wake' });
}
