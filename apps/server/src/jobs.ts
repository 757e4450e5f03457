import type { Handlers, jobs } from '@siar/queue';
import type { Composition } from './compose.ts';
import { createLaunchScheduledBlast } from './features/blasts/launch-scheduled-blast.job.ts';
import { createSweep } from './features/blasts/sweep.job.ts';
import { createRunImport } from './features/contacts/run-import.job.ts';
import { createHostingHandler } from './features/whatsapp/host-works.ts';
import { createEnvelope } from './platform/crypto/envelope.ts';
import { createWhatsAppEngineFactory } from './platform/whatsapp/engine-factory.ts';

type SiarJob = (typeof jobs)[number];

/** A handler for every job of each queue; the worker does not start without one of them. */
export interface JobHandlers {
  work: Partial<Handlers<SiarJob, 'work'>>;
  'whatsapp-sessions': Partial<Handlers<SiarJob, 'whatsapp-sessions'>>;
}

/** What a worker can do. Each feature adds its lines here; nothing runs before a consumer calls. */
export function createJobHandlers(composition: Composition): JobHandlers {
  const { config, clock, logger, metrics, db, events, producer, services, laneWorks } = composition;
  const { launchDue } = services.blasts;
  return {
    work: {
      'run-import': createRunImport({ db, clock, events, logger, dataDirectory: config.dataDirectory }),
      'launch-scheduled-blast': createLaunchScheduledBlast({ launchDue }),
      sweep: createSweep({
        db,
        producer,
        events,
        launchDue,
        sweepImports: () => services.imports.sweep(),
        deleteExpiredLogins: () => services.auth.deleteExpiredLogins(),
        clock,
        logger,
      }),
    },
    'whatsapp-sessions': {
      'host-whatsapp-session': createHostingHandler({
        db,
        envelope: createEnvelope({ keys: config.encryptionKeys }),
        engines: createWhatsAppEngineFactory({ config, searchPath: config.whatsapp.searchPath, logger }),
        lanes: laneWorks.lanes,
        events,
        clock,
        logger,
        metrics,
      }),
    },
  };
}
