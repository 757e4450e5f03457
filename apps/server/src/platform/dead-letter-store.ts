import type { Database, Prisma } from '@siar/db';
import type { DeadLetter } from '@siar/queue';
import { z } from 'zod';

const owner = z.object({ userId: z.uuid() });

/** Keeps jobs that nobody will try again, for the admin's eyes. The same letter twice is one row. */
export function createDeadLetterStore({ db }: { db: Database }): (letter: DeadLetter) => Promise<void> {
  return async ({ queue, name, jobId, payload, attempts, reason, error }) => {
    const ofTenant = owner.safeParse(payload);
    const row = {
      name,
      userId: ofTenant.success ? ofTenant.data.userId : null,
      // Payloads are ids; what is not JSON at all is told by the error.
      payload: JSON.parse(JSON.stringify(payload ?? {})) as Prisma.InputJsonObject,
      attempts,
      error: `${reason}: ${error.message}`.slice(0, 2_000),
    };
    await db.prisma.deadLetterJob.upsert({
      where: { queue_jobId: { queue, jobId } },
      create: { queue, jobId, ...row },
      update: row,
    });
  };
}
