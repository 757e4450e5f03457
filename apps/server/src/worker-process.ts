import { createServer } from 'node:http';
import { type Consumer, createConsumer, type Handlers, type jobs, sweep } from '@siar/queue';
import express from 'express';
import type { Composition } from './compose.ts';
import { createAccessLog } from './http/access-log.ts';
import { createErrorHandler, unknownRoute } from './http/error-response.ts';
import { createHealth } from './http/health.ts';
import { createHealthChecks, createQueueGauges } from './http/health-checks.ts';
import { closeServer, listen } from './http/listen.ts';
import { createMetricsRoute } from './http/metrics-route.ts';
import { createJobHandlers } from './jobs.ts';
import { createDeadLetterStore } from './platform/dead-letter-store.ts';

type SiarJob = (typeof jobs)[number];

/** Jobs that begin and end, at once in one worker. They wait for the database most of the time. */
const WORK_CONCURRENCY = 4;
/** How soon the database becomes the truth again after something was lost, in milliseconds. */
const SWEEP_EVERY_MS = 15_000;

export interface WorkerProcess {
  isReady(): boolean;
  close(): Promise<void>;
}

/** Starts the consumers of both queues. @throws when a job has no handler */
export async function startWorker(composition: Composition, signal: AbortSignal): Promise<WorkerProcess> {
  const { config, queueBackend, producer, db, logger } = composition;
  const handlers = createJobHandlers(composition);
  const onDead = createDeadLetterStore({ db });
  const shared = { backend: queueBackend, onDead, logger };
  const consumers: Consumer[] = [
    createConsumer({
      ...shared,
      queue: 'work',
      concurrency: WORK_CONCURRENCY,
      // createConsumer throws on a missing one.
      handlers: handlers.work as Handlers<SiarJob, 'work'>,
    }),
    createConsumer({
      ...shared,
      queue: 'whatsapp-sessions',
      concurrency: config.whatsapp.maxSessions,
      handlers: handlers['whatsapp-sessions'] as Handlers<SiarJob, 'whatsapp-sessions'>,
    }),
  ];
  let isReady = false;
  const close = async (): Promise<void> => {
    isReady = false;
    await Promise.all(consumers.map((consumer) => consumer.close({ timeoutMs: 6_000 })));
  };
  signal.addEventListener('abort', () => void close());
  await Promise.all(consumers.map((consumer) => consumer.ready()));
  await producer.schedule(sweep, { everyMs: SWEEP_EVERY_MS });
  isReady = true;
  return { isReady: () => isReady, close };
}

export interface WorkerHealth {
  /** Null when WORKER_HEALTH_PORT is unset. */
  port: number | null;
  /** From now on ready means that this worker takes jobs. */
  watch(worker: WorkerProcess): void;
  close(): Promise<void>;
}

/** `/health/*` and `/metrics` of a worker on WORKER_HEALTH_PORT; nothing when that is unset. */
export async function startWorkerHealth(composition: Composition): Promise<WorkerHealth> {
  const { config, logger, metrics } = composition;
  let worker: WorkerProcess | undefined;
  const watch = (started: WorkerProcess): void => void (worker = started);
  if (config.workerHealthPort === null) return { port: null, watch, close: () => Promise.resolve() };
  const checks = {
    ...createHealthChecks(composition),
    consumers: () =>
      worker?.isReady() === true ? Promise.resolve() : Promise.reject(new Error('not started')),
  };
  const app = express();
  app.disable('x-powered-by');
  app.use(createAccessLog({ logger, metrics }));
  app.use(createHealth({ checks, logger }));
  app.use(createMetricsRoute({ metrics, readGauges: createQueueGauges(composition) }));
  app.use(unknownRoute);
  app.use(createErrorHandler(logger));
  const server = createServer(app);
  const port = await listen(server, config.workerHealthPort);
  return { port, watch, close: () => closeServer(server, 1_000) };
}
