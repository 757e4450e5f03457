import type { Database } from '@siar/db';
import { launchScheduledBlast, type SiarProducer } from '@siar/queue';
import type { Clock } from '../../platform/clock.ts';
import type { EventBus } from '../../platform/events/index.ts';
import type { Logger } from '../../platform/logger.ts';

export interface BlastNewsDeps {
  db: Pick<Database, 'prisma'>;
  clock: Clock;
  events: Pick<EventBus, 'publish'>;
  producer: Pick<SiarProducer, 'enqueue'>;
  logger: Logger;
}

/** What others are told after a change of a blast has committed. */
export interface BlastNews {
  announce(blast: { userId: string; id: string }, kind: string): Promise<void>;
  enqueueLaunch(id: string, scheduledAt: Date): Promise<void>;
}

export function createBlastNews({ db, clock, events, producer, logger }: BlastNewsDeps): BlastNews {
  const { prisma } = db;
  return {
    /** After the commit: its lane looks before the next message, screens follow. A lost event only costs time. */
    async announce({ userId, id }, kind) {
      const [row, session] = await Promise.all([
        prisma.blastJob.findUnique({ where: { id }, select: { rev: true, name: true } }),
        prisma.whatsAppSession.findUnique({ where: { userId }, select: { id: true } }),
      ]);
      if (row === null) return;
      if (session !== null) events.publish({ type: 'blast.control', sessionId: session.id, blastId: id });
      events.publish({ type: 'blast.progress', userId, blastId: id, rev: row.rev });
      const at = clock.now().toISOString();
      events.publish({ type: 'activity', userId, kind, at, details: { blastId: id, name: row.name } });
    },

    /** The row stands; when the queue is away the sweep finds it at its hour. */
    async enqueueLaunch(id, scheduledAt) {
      const delayMs = Math.max(0, scheduledAt.getTime() - clock.now().getTime());
      await producer.enqueue(launchScheduledBlast, { blastId: id }, { delayMs }).catch((error: unknown) => {
        logger.warn({ blastId: id, err: error }, 'a scheduled blast waits for the queue');
      });
    },
  };
}
