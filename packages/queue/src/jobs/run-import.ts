import { z } from 'zod';
import { defineJob } from '../define-job.ts';

/** Reads an uploaded contacts file into contacts and tells what it refused. */
export const runImport = defineJob({
  name: 'run-import',
  queue: 'work',
  payload: z.object({ importId: z.uuid() }),
  deduplicationId: ({ importId }) => `import-${importId}`,
  options: { attempts: 5, maxCrashes: 3 },
});
