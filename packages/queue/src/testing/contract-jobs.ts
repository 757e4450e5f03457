import { z } from 'zod';
import { defineJob } from '../define-job.ts';

/** A host: long-lived, in the queue with the short lease. */
export const hold = defineJob({
  name: 'hold',
  queue: 'whatsapp-sessions',
  payload: z.object({ id: z.string() }),
  deduplicationId: ({ id }) => `hold-${id}`,
  options: {
    attempts: Infinity,
    backoff: { firstMs: 20, maxMs: 100 },
    maxCrashes: Infinity,
    whileRunning: 'run-again',
  },
});

/** A host that may not see a single process die. */
export const brittle = defineJob({
  name: 'brittle',
  queue: 'whatsapp-sessions',
  payload: z.object({ id: z.string() }),
  options: { maxCrashes: 0 },
});

export const note = defineJob({
  name: 'note',
  queue: 'work',
  payload: z.object({ text: z.string(), times: z.coerce.number().default(1) }),
  options: { attempts: 3, backoff: { firstMs: 20, maxMs: 50 } },
});

export const tick = defineJob({
  name: 'tick',
  queue: 'work',
  payload: z.object({}),
  options: { attempts: 1, whenDead: 'forget' },
});

export const contractJobs = [hold, brittle, note, tick] as const;
