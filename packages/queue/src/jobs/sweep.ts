import { z } from 'zod';
import { defineJob } from '../define-job.ts';

/**
 * Makes the database the truth: starts what should run and does not. Comes on a tick, so it is neither retried
 * nor kept when it fails.
 */
export const sweep = defineJob({
  name: 'sweep',
  queue: 'work',
  payload: z.object({}),
  options: { attempts: 1, maxCrashes: Infinity, whenDead: 'forget' },
});
