import { z } from 'zod';
import { defineJob } from '../define-job.ts';

/** Launches a scheduled blast when its time has come; enqueued with a delay. The sweep is its backstop. */
export const launchScheduledBlast = defineJob({
  name: 'launch-scheduled-blast',
  queue: 'work',
  payload: z.object({ blastId: z.uuid() }),
  deduplicationId: ({ blastId }) => `launch-${blastId}`,
});
