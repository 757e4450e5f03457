import type { Handlers, jobs } from '@siar/queue';
import type { Composition } from './compose.ts';
import { createRunImport } from './features/contacts/run-import.job.ts';

type SiarJob = (typeof jobs)[number];

/** A handler for every job of each queue; the worker does not start without one of them. */
export interface JobHandlers {
  work: Partial<Handlers<SiarJob, 'work'>>;
  'whatsapp-sessions': Partial<Handlers<SiarJob, 'whatsapp-sessions'>>;
}

/** What a worker can do. Each feature adds its lines here; nothing runs before a consumer calls. */
export function createJobHandlers({ config, clock, logger, db, events }: Composition): JobHandlers {
  return {
    work: {
      'run-import': createRunImport({ db, clock, events, logger, dataDirectory: config.dataDirectory }),
    },
    'whatsapp-sessions': {},
  };
}
