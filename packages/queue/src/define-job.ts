import type { z } from 'zod';
import type { QueueName } from './queues.ts';

export interface JobOptions {
  /** How often the handler may throw before the job is dead; `Infinity` for hosts that reconnect for ever. */
  readonly attempts: number;
  /** The wait after the n-th failure is `firstMs * 2^(n-1)`, at most `maxMs`, less up to half of it at random. */
  readonly backoff: { readonly firstMs: number; readonly maxMs: number };
  /**
   * How many processes may die under this job before it counts as their murderer and goes to the dead letters.
   * `Infinity` where the job is innocent by nature (a host dies with every deploy that is not gentle).
   */
  readonly maxCrashes: number;
  /** `forget`: a job that comes again by itself (the sweep) leaves no dead letter, only a log line. */
  readonly whenDead: 'dead-letter' | 'forget';
  /**
   * What a second `enqueue` with the same deduplication id does while the first job is *running*:
   * `drop` it, or `run-again` once after the first has ended. While the first is waiting, it is always dropped.
   */
  readonly whileRunning: 'drop' | 'run-again';
}

/** A kind of job: its name, its queue and the shape of its payload. The handler lives with its feature. */
export interface JobDefinition<
  Name extends string = string,
  Queue extends QueueName = QueueName,
  Schema extends z.ZodType = z.ZodType,
> {
  readonly name: Name;
  readonly queue: Queue;
  /** Ids only, never contacts or files: the handler reloads, and a row that is gone is a normal outcome. */
  readonly payload: Schema;
  readonly options: JobOptions;
  /** Jobs with the same id are one job; the id is free again when the job has ended. */
  // A method, so that a definition with a particular payload is still a JobDefinition.
  deduplicationId?(payload: z.output<Schema>): string;
}

export type PayloadOf<Job extends JobDefinition> = z.output<Job['payload']>;
export type PayloadInputOf<Job extends JobDefinition> = z.input<Job['payload']>;

const DEFAULT_OPTIONS: JobOptions = {
  attempts: 8,
  backoff: { firstMs: 1_000, maxMs: 60_000 },
  maxCrashes: 5,
  whenDead: 'dead-letter',
  whileRunning: 'drop',
};

/** Declares a job; what is left out of `options` is the default above. */
export function defineJob<const Name extends string, const Queue extends QueueName, Schema extends z.ZodType>(
  job: Omit<JobDefinition<Name, Queue, Schema>, 'options'> & { readonly options?: Partial<JobOptions> },
): JobDefinition<Name, Queue, Schema> {
  // BullMQ 6 builds keys with ':' and refuses names that hold one.
  if (job.name.includes(':')) throw new Error(`A job name holds no ':': ${job.name}`);
  return { ...job, options: { ...DEFAULT_OPTIONS, ...job.options } };
}
