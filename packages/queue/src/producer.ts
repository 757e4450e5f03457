import { randomUUID } from 'node:crypto';
import { type IQueueBackend, type JobsOptions, Queue } from 'bullmq';
import { backendFactory, type QueueBackend } from './backend.ts';
import type { JobDefinition, PayloadInputOf } from './define-job.ts';
import { QueueUnavailableError } from './errors.ts';
import { jobs } from './jobs/index.ts';
import { type QueueLogger, silentLogger } from './logger.ts';
import { PRACTICALLY_UNLIMITED, QUEUE_NAMES, type QueueName } from './queues.ts';
import { settlesWithin, within } from './time.ts';
import { createTrouble } from './trouble.ts';

/** How long a caller waits for the server before it is told that the queue is away. */
const PATIENCE_MS = 5_000;
/** The same for those who only ask how things are. */
const GLANCE_MS = 2_000;
const POOL_SIZE = 2;
/** How often a schedule is looked after: a Redis that lost its memory gets it back within this time. */
const SCHEDULE_CHECK_MS = 15_000;

export interface EnqueueOptions {
  /** Instead of the id that the job's definition derives from the payload. */
  deduplicationId?: string;
  /** Milliseconds until the job is due. */
  delayMs?: number;
}

export interface Schedule {
  everyMs: number;
  /** How often to look whether the server still knows; 15 s unless a test is in a hurry. */
  checkMs?: number;
}

export interface QueueDepth {
  waiting: number;
  active: number;
  delayed: number;
}

/**
 * Puts jobs into queues. All methods throw `QueueUnavailableError` when the server does not answer within five
 * seconds; the connection heals by itself.
 */
export interface Producer<Known extends JobDefinition> {
  /**
   * @returns the id of the job, or of the job that already stands under the same deduplication id
   * @throws ZodError when the payload has not the job's shape
   */
  enqueue<Job extends Known>(
    job: Job,
    payload: PayloadInputOf<Job>,
    options?: EnqueueOptions,
  ): Promise<string>;
  /**
   * Takes back a job that has not begun.
   * @returns `running` when it has: then it is for its consumer to `cancel`
   */
  withdraw(job: Known, deduplicationId: string): Promise<'withdrawn' | 'running' | 'absent'>;
  /**
   * Runs the job (with an empty payload) every `everyMs` milliseconds from now on, once for all processes; only
   * the first tick may come twice, when several schedule it in the same moment. While this producer lives, it
   * restores a schedule that the server has forgotten.
   */
  schedule(job: Known, schedule: Schedule): Promise<void>;
  /** Ends the schedule for all processes that do not keep it. */
  unschedule(job: Known): Promise<void>;
  queueDepths(): Promise<Record<QueueName, QueueDepth>>;
  /** Resolves when the server answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface ProducerOptions {
  backend: QueueBackend;
  logger?: QueueLogger;
}

export type SiarProducer = Producer<(typeof jobs)[number]>;

export function createProducer(options: ProducerOptions): SiarProducer {
  return createProducerOf(jobs, options);
}

/** `createProducer` for another set of jobs; the contract suite brings its own. */
export function createProducerOf<const Jobs extends readonly JobDefinition[]>(
  known: Jobs,
  { backend, logger = silentLogger }: ProducerOptions,
): Producer<Jobs[number]> {
  const trouble = createTrouble({ logger, what: `queue on ${backend.kind}` });
  const queues = new Map<QueueName, Promise<BullQueue>>();
  const schedules = new Map<string, NodeJS.Timeout>();
  let closing: Promise<void> | undefined;

  /** Opened on first use. One that fails to open is forgotten: BullMQ remembers a failed start for ever. */
  function open(name: QueueName): Promise<BullQueue> {
    const known = queues.get(name);
    if (known) return known;
    const queue = newQueue(backend, name);
    queue.on('error', (error) => trouble.report(error));
    const opening = queue.waitUntilReady().then(
      () => {
        trouble.over();
        return queue;
      },
      async (error: unknown) => {
        queues.delete(name);
        await queue.close().catch(() => undefined);
        throw error;
      },
    );
    queues.set(name, opening);
    return opening;
  }

  async function ask<Answer>(
    name: QueueName,
    question: (queue: BullQueue) => Promise<Answer>,
    patienceMs = PATIENCE_MS,
  ): Promise<Answer> {
    if (closing) throw new QueueUnavailableError('The producer is closed');
    try {
      const answer = await within(
        open(name).then(question),
        patienceMs,
        () => new Error('no answer in time'),
      );
      trouble.over();
      return answer;
    } catch (error) {
      trouble.report(error);
      throw new QueueUnavailableError(`The queue ${name} is not reachable`, { cause: error });
    }
  }

  function refuseUnknown(job: JobDefinition): void {
    if (!known.includes(job)) throw new Error(`Not a known job: ${job.name}`);
  }

  async function keepScheduled(job: JobDefinition, everyMs: number): Promise<void> {
    await ask(job.queue, async (queue) => {
      const scheduled = await queue.getJobScheduler(job.name);
      // Re-adding replaces the next run, so a healthy schedule is left alone.
      const late = Date.now() - (scheduled?.next ?? 0);
      if (scheduled?.every === everyMs && late < 3 * everyMs + SCHEDULE_CHECK_MS) return;
      const template = { name: job.name, data: job.payload.parse({}), opts: templateOptionsOf(job) };
      await queue.upsertJobScheduler(job.name, { every: everyMs }, template);
    });
  }

  return {
    async enqueue(job, payload, options = {}) {
      refuseUnknown(job);
      const parsed: unknown = job.payload.parse(payload);
      const id = options.deduplicationId ?? job.deduplicationId?.(parsed);
      const added = await ask(job.queue, (queue) =>
        queue.add(job.name, parsed, {
          ...templateOptionsOf(job),
          // Random: BullMQ's own counter begins anew when Redis loses its memory, and job ids stand in logs.
          jobId: randomUUID(),
          delay: options.delayMs ?? 0,
          ...(id && { deduplication: { id, keepLastIfActive: job.options.whileRunning === 'run-again' } }),
        }),
      );
      return added.id ?? '';
    },

    async withdraw(job, deduplicationId) {
      refuseUnknown(job);
      return ask(job.queue, async (queue) => {
        const jobId = await queue.getDeduplicationJobId(deduplicationId);
        if (!jobId) return 'absent';
        // Refused (0) when a worker holds the lock, and when it has just ended.
        if ((await queue.remove(jobId)) === 1) return 'withdrawn';
        return (await queue.getJobState(jobId)) === 'active' ? 'running' : 'absent';
      });
    },

    async schedule(job, { everyMs, checkMs = SCHEDULE_CHECK_MS }) {
      refuseUnknown(job);
      clearInterval(schedules.get(job.name));
      const again = (): void => void keepScheduled(job, everyMs).catch(() => undefined); // reported by `ask`
      const timer = setInterval(again, checkMs);
      timer.unref();
      schedules.set(job.name, timer);
      await keepScheduled(job, everyMs);
    },

    async unschedule(job) {
      await ask(job.queue, (queue) => queue.removeJobScheduler(job.name));
    },

    async queueDepths() {
      const depths = QUEUE_NAMES.map(async (name) => {
        const counts = await ask(
          name,
          (queue) => queue.getJobCounts('waiting', 'active', 'delayed'),
          GLANCE_MS,
        );
        const { waiting = 0, active = 0, delayed = 0 } = counts;
        return [name, { waiting, active, delayed }] as const;
      });
      return Object.fromEntries(await Promise.all(depths)) as Record<QueueName, QueueDepth>;
    },

    async ping() {
      await ask('work', (queue) => queue.getJobCounts('active'), GLANCE_MS);
    },

    close() {
      closing ??= (async () => {
        for (const timer of schedules.values()) clearInterval(timer);
        await Promise.all([...queues.values()].map(closeQueue));
      })();
      return closing;
    },
  };
}

type BullQueue = Queue<unknown, unknown, string, unknown, unknown, string, IQueueBackend, QueueBackend>;

function newQueue(backend: QueueBackend, name: QueueName): BullQueue {
  // Nobody reads BullMQ's event stream; its default of 10,000 entries is only memory.
  const streams = { events: { maxLen: 100 } };
  return new Queue(name, { connection: backend, streams }, backendFactory('producer', POOL_SIZE));
}

/** A queue that never opened (Redis absent) would be waited for for ever. */
async function closeQueue(opening: Promise<BullQueue>): Promise<void> {
  if (!(await settlesWithin(opening, 0))) {
    opening.then((queue) => queue.disconnect()).catch(() => undefined);
    return;
  }
  await opening.then((queue) => settlesWithin(queue.close(), 2_000)).catch(() => undefined);
}

function templateOptionsOf({ options }: JobDefinition): JobsOptions {
  return {
    attempts: Math.min(options.attempts, PRACTICALLY_UNLIMITED),
    backoff: { type: 'siar' },
    // What ended well is in the database; what ended badly was given to `onDead` before it leaves the queue.
    removeOnComplete: true,
    removeOnFail: true,
    stackTraceLimit: 1,
  };
}
