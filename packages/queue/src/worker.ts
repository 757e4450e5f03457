import { type IQueueBackend, type Job, type JobProgress, type Processor, Worker } from 'bullmq';
import { backendFactory, type QueueBackend } from './backend.ts';
import { PRACTICALLY_UNLIMITED, QUEUES, type QueueName } from './queues.ts';
import { pause } from './time.ts';

/** Between two questions to a server that answers with errors, in milliseconds. */
const ERROR_PAUSE_MS = 250;

export interface WorkerSetup {
  backend: QueueBackend;
  queue: QueueName;
  concurrency: number;
  processor: Processor<unknown, void>;
  /** Milliseconds to wait after the n-th failure of the job. */
  backoff(failures: number, jobName: string): number;
  /** Called when BullMQ has let go of the job, whichever way it ended. */
  onReleased(job: Job): void;
}

type BullWorker = Worker<unknown, void, string, IQueueBackend, JobProgress, QueueBackend>;

/** BullMQ's worker with the few things that its public surface does not offer. */
export class SiarWorker extends Worker<unknown, void, string, IQueueBackend, JobProgress, QueueBackend> {
  private readonly onReleased: WorkerSetup['onReleased'];

  constructor({ backend, queue, concurrency, processor, backoff, onReleased }: WorkerSetup) {
    const settings = QUEUES[queue];
    super(
      queue,
      processor,
      {
        connection: backend,
        autorun: false,
        concurrency,
        lockDuration: settings.lockDurationMs,
        stalledInterval: settings.stalledIntervalMs,
        // Crashes are counted by the consumer, which can bury a job properly; BullMQ would only fail it.
        maxStalledCount: PRACTICALLY_UNLIMITED,
        drainDelay: settings.drainDelaySeconds,
        // BullMQ's 15 s after a refused connection would leave numbers without a host that long.
        runRetryDelay: 1_000,
        settings: { backoffStrategy: (failures, _type, _error, job) => backoff(failures, job?.name ?? '') },
      },
      backendFactory('worker', settings.poolSize),
    );
    this.onReleased = onReleased;
  }

  /** Ends without waiting for running jobs: their locks run out and another worker takes them. */
  async abandon(): Promise<void> {
    await this.lockManager.close();
    await this.disconnect();
  }

  /** BullMQ asks again at once after any error but a refused connection: thousands of times a second. */
  protected override async moveToActive(
    token: string,
    name?: string,
  ): ReturnType<BullWorker['moveToActive']> {
    try {
      return await super.moveToActive(token, name);
    } catch (error) {
      if (!this.closing) await pause(ERROR_PAUSE_MS);
      throw error;
    }
  }

  override async processJob(
    ...args: Parameters<BullWorker['processJob']>
  ): ReturnType<BullWorker['processJob']> {
    try {
      return await super.processJob(...args);
    } finally {
      this.onReleased(args[0]);
    }
  }
}
