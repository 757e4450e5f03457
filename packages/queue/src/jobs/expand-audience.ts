import { z } from 'zod';
import { defineJob } from '../define-job.ts';

/** Turns a launched blast's audience (lists, everyone) into message rows, then lets the lane begin. */
export const expandAudience = defineJob({
  name: 'expand-audience',
  queue: 'work',
  payload: z.object({ blastId: z.uuid() }),
  deduplicationId: ({ blastId }) => `expand-${blastId}`,
});
