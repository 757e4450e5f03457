import type { JobDefinition, PayloadOf } from './define-job.ts';
import type { Outcome } from './outcomes.ts';
import type { QueueName } from './queues.ts';

export interface JobContext {
  /** Aborted when the job must stop; `stopReasonOf(signal)` says why. */
  readonly signal: AbortSignal;
  readonly jobId: string;
  /** 1 on the first try. Snoozes, hand-overs and crashes do not count. */
  readonly attempt: number;
}

export type JobHandler<Job extends JobDefinition> = (
  payload: PayloadOf<Job>,
  context: JobContext,
) => Promise<Outcome>;

/** One handler for every job of the queue, by the job's name. */
export type Handlers<Known extends JobDefinition, Queue extends QueueName> = {
  readonly [Name in Extract<Known, { queue: Queue }>['name']]: JobHandler<Extract<Known, { name: Name }>>;
};

type AnyHandler = (payload: unknown, context: JobContext) => Promise<Outcome>;

/** The handlers by name, once it is certain that they are exactly those that the queue needs. */
export function handlersFor(
  queue: QueueName,
  definitions: ReadonlyMap<string, JobDefinition>,
  handlers: object,
): ReadonlyMap<string, AnyHandler> {
  const given = new Map(Object.entries(handlers) as [string, AnyHandler | undefined][]);
  const missing = [...definitions.keys()].filter((name) => typeof given.get(name) !== 'function');
  const unknown = [...given.keys()].filter((name) => !definitions.has(name));
  if (missing.length > 0) throw new Error(`Queue ${queue}: no handler for ${missing.join(', ')}`);
  if (unknown.length > 0) throw new Error(`Queue ${queue}: handler for unknown job ${unknown.join(', ')}`);
  return given as ReadonlyMap<string, AnyHandler>;
}
