export { pingBackend, prepareQueueBackend, type QueueBackend, queueBackendFrom } from './backend.ts';
export { type Consumer, type ConsumerOptions, createConsumer, type DeadLetter } from './consumer.ts';
export { type JobDefinition, type JobOptions, type PayloadInputOf, type PayloadOf } from './define-job.ts';
export { QueueUnavailableError } from './errors.ts';
export * from './jobs/index.ts';
export type { Handlers, JobContext, JobHandler } from './handlers.ts';
export type { QueueLogger } from './logger.ts';
export {
  cancel,
  done,
  handOver,
  JobStopped,
  type Outcome,
  snooze,
  type StopReason,
  stopReasonOf,
} from './outcomes.ts';
export {
  createProducer,
  type EnqueueOptions,
  type Producer,
  type QueueDepth,
  type SiarProducer,
} from './producer.ts';
export { QUEUE_NAMES, type QueueName } from './queues.ts';
