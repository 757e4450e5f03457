import { DelayedError, type Job } from 'bullmq';
import type { QueueBackend } from './backend.ts';
import type { JobDefinition } from './define-job.ts';
import { type Handlers, handlersFor } from './handlers.ts';
import { jobs } from './jobs/index.ts';
import { type QueueLogger, silentLogger } from './logger.ts';
import { JobStopped, type Outcome, type StopReason, stopReasonOf } from './outcomes.ts';
import { QUEUES, type QueueName } from './queues.ts';
import { backoffMs, pause, settlesWithin } from './time.ts';
import { createTrouble, messageOf } from './trouble.ts';
import { SiarWorker } from './worker.ts';

/** A job taken again while its former run still winds down in this process waits this long, in milliseconds. */
const WIND_DOWN_MS = 500;
/** When a dead letter could not be stored, the job comes back after this long, in milliseconds. */
const BURIAL_RETRY_MS = 30_000;
/** What jobs get to obey their signal once the patience of `close` has run out, in milliseconds. */
const LAST_GRACE_MS = 500;

/** A job that nobody will try again. */
export interface DeadLetter {
  queue: QueueName;
  name: string;
  /** As it was enqueued; not validated when `reason` is `invalid-payload` or `unknown-job`. */
  payload: unknown;
  /** Unique for all time: store dead letters under it, since one may be handed over twice. */
  jobId: string;
  attempts: number;
  reason: 'exhausted' | 'invalid-payload' | 'unknown-job' | 'crashed';
  error: Error;
}

export interface ConsumerOptions<Known extends JobDefinition, Queue extends QueueName> {
  backend: QueueBackend;
  queue: Queue;
  /** How many jobs this process runs at once. */
  concurrency: number;
  handlers: Handlers<Known, NoInfer<Queue>>;
  /** Stores the dead letter. Called before the job leaves the queue; when it throws, the job stays and returns. */
  onDead: (letter: DeadLetter) => Promise<void>;
  logger?: QueueLogger;
  random?: () => number;
}

export interface Consumer {
  /** Resolves when the consumer takes jobs. It waits for an absent server as long as that takes. */
  ready(): Promise<void>;
  /** How many jobs run here now. */
  running(): number;
  /** Aborts the signal of a job that runs here. False when none does. */
  cancel(job: { jobId: string } | { deduplicationId: string }, detail?: string): boolean;
  /**
   * Takes no more jobs. Hosts are told to hand over at once; other jobs may end within `timeoutMs` (10 s), are
   * then told to stop, and are left to the next worker if they do not.
   */
  close(options?: { timeoutMs?: number }): Promise<void>;
}

type SiarJob = (typeof jobs)[number];

/** @throws when a job of the queue has no handler, or a handler no job: the process must not start. */
export function createConsumer<Queue extends QueueName>(options: ConsumerOptions<SiarJob, Queue>): Consumer {
  return createConsumerOf(jobs, options);
}

interface Run {
  readonly job: Job;
  readonly deduplicationId: string | undefined;
  readonly signal: AbortSignal;
  stop(reason: StopReason, detail?: string): void;
}

/** `createConsumer` for another set of jobs; the contract suite brings its own. */
export function createConsumerOf<const Jobs extends readonly JobDefinition[], Queue extends QueueName>(
  known: Jobs,
  options: ConsumerOptions<Jobs[number], Queue>,
): Consumer {
  const { backend, queue, concurrency, onDead, logger = silentLogger, random = Math.random } = options;
  const definitions = new Map(known.filter((job) => job.queue === queue).map((job) => [job.name, job]));
  const handlers = handlersFor(queue, definitions, options.handlers);
  const trouble = createTrouble({ logger, what: `queue ${queue} on ${backend.kind}` });
  const runs = new Map<string, Run>();
  const closed = new AbortController();
  let worker: SiarWorker | undefined;
  let closing: Promise<void> | undefined;

  /** Opens a worker as often as it takes: BullMQ remembers a failed start for ever, so each try is a new one. */
  async function open(): Promise<SiarWorker> {
    for (let failures = 1; ; failures += 1) {
      closed.signal.throwIfAborted();
      const opening = newWorker();
      worker = opening;
      try {
        await opening.waitUntilReady();
        return opening;
      } catch (error) {
        if (closed.signal.aborted) throw error;
        trouble.report(error);
        await settlesWithin(opening.close(true), LAST_GRACE_MS);
        await pause(backoffMs({ firstMs: 200, maxMs: 5_000 }, failures, random), closed.signal);
      }
    }
  }

  function newWorker(): SiarWorker {
    const made = new SiarWorker({
      backend,
      queue,
      concurrency,
      processor: (job, token) => run(job, token ?? ''),
      backoff: (failures, name) => backoffMs(backoffOf(definitions.get(name)), failures, random),
      // Not when the handler returns: until BullMQ has let go, it would mix up two runs of one job.
      onReleased(job) {
        if (runs.get(idOf(job))?.job === job) runs.delete(idOf(job));
      },
    });
    made.on('error', (error) => trouble.report(error));
    made.on('lockRenewalFailed', (ids) => ids.forEach((id) => runs.get(id)?.stop('lock-lost')));
    made.on('active', () => trouble.over());
    made.on('locksRenewed', () => trouble.over());
    return made;
  }

  /** The main loop is not known to end by itself; if it does, silence would be the worst answer. */
  async function keepRunning(): Promise<void> {
    for (;;) {
      const current = await opened;
      await current.run().catch((error: unknown) => trouble.report(error));
      if (closed.signal.aborted) return;
      logger.error({ queue }, 'the queue loop ended by itself; starting it again');
      await settlesWithin(current.close(true), LAST_GRACE_MS);
      await pause(1_000, closed.signal);
      opened = open();
    }
  }

  async function run(job: Job, token: string): Promise<void> {
    if (closed.signal.aborted) return giveBack(job, token, 0);
    const former = runs.get(idOf(job));
    if (former) {
      // The lock was lost and the job found its way back here before its former run noticed.
      former.stop('lock-lost');
      return giveBack(job, token, WIND_DOWN_MS);
    }
    const definition = definitions.get(job.name);
    const handler = handlers.get(job.name);
    if (!definition || !handler) return bury(job, token, 'unknown-job', new Error(`Unknown job ${job.name}`));
    const payload = definition.payload.safeParse(job.data);
    if (!payload.success) return bury(job, token, 'invalid-payload', payload.error);
    if (job.stalledCounter > definition.options.maxCrashes) {
      return bury(job, token, 'crashed', new Error('The process that ran the job died too often'));
    }
    const running = begin(job);
    const attempt = job.attemptsMade + 1;
    const context = { signal: running.signal, jobId: idOf(job), attempt };
    try {
      const outcome = await handler(payload.data, context);
      return await conclude(running, token, outcome);
    } catch (error) {
      if (error instanceof DelayedError) throw error;
      return fail(running, token, error);
    }
  }

  function begin(job: Job): Run {
    const controller = new AbortController();
    const running: Run = {
      job,
      deduplicationId: job.opts.deduplication?.id,
      signal: controller.signal,
      stop: (reason, detail) => controller.abort(new JobStopped(reason, detail)),
    };
    runs.set(idOf(job), running);
    return running;
  }

  async function conclude({ job, signal }: Run, token: string, outcome: Outcome): Promise<void> {
    // Completing would be refused; giving back is refused silently, and right if the lock is ours after all.
    if (stopReasonOf(signal) === 'lock-lost') return giveBack(job, token, 0);
    switch (outcome.kind) {
      case 'done':
        return;
      case 'cancel':
        return logger.info({ ...about(job), reason: outcome.reason }, 'job canceled itself');
      case 'snooze':
        return giveBack(job, token, outcome.ms);
      case 'hand-over':
        return giveBack(job, token, 0);
    }
  }

  async function fail({ job, signal }: Run, token: string, thrown: unknown): Promise<void> {
    const error = thrown instanceof Error ? thrown : new Error(messageOf(thrown));
    const stopped = stopReasonOf(signal);
    if (stopped === 'canceled') return logger.info({ ...about(job), err: error }, 'job was canceled');
    if (stopped) return giveBack(job, token, 0);
    const attempt = job.attemptsMade + 1;
    if (attempt >= (job.opts.attempts ?? 1)) return bury(job, token, 'exhausted', error);
    logger.warn({ ...about(job), attempt, err: error }, 'job failed and will be tried again');
    throw error;
  }

  /** Stored first, ended second: a crash between the two stores it twice, never not at all. */
  async function bury(job: Job, token: string, reason: DeadLetter['reason'], error: Error): Promise<void> {
    const attempts = reason === 'exhausted' ? job.attemptsMade + 1 : job.attemptsMade;
    logger.error({ ...about(job), attempts, reason, err: error }, 'job is dead');
    if (definitions.get(job.name)?.options.whenDead === 'forget') return;
    try {
      await onDead({ queue, name: job.name, payload: job.data, jobId: idOf(job), attempts, reason, error });
    } catch (failure) {
      logger.error({ ...about(job), err: failure }, 'the dead letter could not be stored; the job stays');
      return giveBack(job, token, BURIAL_RETRY_MS);
    }
  }

  /** Lets any worker take the job after `ms`. BullMQ spends no attempt on it. Never returns normally. */
  async function giveBack(job: Job, token: string, ms: number): Promise<never> {
    // Refused when the job is no longer ours, or gone: then there is nothing to give back.
    await job.moveToDelayed(Date.now() + ms, token).catch((error: unknown) => trouble.report(error));
    throw new DelayedError();
  }

  async function shutDown(timeoutMs: number): Promise<void> {
    closed.abort();
    const open = worker;
    if (!open) return;
    // Closing first: from here on this worker takes no job, so it cannot take back what it hands over.
    const ended = open.close();
    if (QUEUES[queue].stopOnShutdown) stopAll();
    if (await settlesWithin(ended, timeoutMs)) return;
    stopAll();
    if (await settlesWithin(ended, LAST_GRACE_MS)) return;
    if (runs.size > 0) logger.warn({ queue, jobs: [...runs.keys()] }, 'left running jobs to the next worker');
    await settlesWithin(open.abandon(), LAST_GRACE_MS);
  }

  function stopAll(): void {
    for (const running of runs.values()) running.stop('shutdown');
  }

  let opened = open();
  const started = opened.then(() => undefined);
  started.catch(() => undefined); // told to whoever waits for `ready`
  void keepRunning().catch(() => undefined);

  return {
    ready: () => started,
    running: () => runs.size,
    cancel(which, detail) {
      const running = [...runs.values()].find((candidate) =>
        'jobId' in which
          ? idOf(candidate.job) === which.jobId
          : candidate.deduplicationId === which.deduplicationId,
      );
      running?.stop('canceled', detail);
      return running !== undefined;
    },
    close: ({ timeoutMs = 10_000 } = {}) => (closing ??= shutDown(timeoutMs)),
  };
}

function backoffOf(definition: JobDefinition | undefined): { firstMs: number; maxMs: number } {
  return definition?.options.backoff ?? { firstMs: 1_000, maxMs: 60_000 };
}

function idOf(job: Job): string {
  return job.id ?? '';
}

function about(job: Job): { jobId: string; job: string } {
  return { jobId: idOf(job), job: job.name };
}
