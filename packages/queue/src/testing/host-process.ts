/** A worker in a process of its own, to be killed and frozen by the contract suite. Tells its story on stdout. */
import process from 'node:process';
import type { QueueBackend } from '../backend.ts';
import { createConsumerOf } from '../consumer.ts';
import type { JobHandler } from '../handlers.ts';
import { handOver, stopReasonOf } from '../outcomes.ts';
import { type brittle, contractJobs, type hold } from './contract-jobs.ts';

export type HostEvent = { event: 'ready' | 'start' | 'stop' | 'closed'; id?: string; reason?: string };

const tell = (event: HostEvent): void => void process.stdout.write(`${JSON.stringify(event)}\n`);

const backend = JSON.parse(process.argv[2] ?? '') as QueueBackend;
const host: JobHandler<typeof hold | typeof brittle> = async ({ id }, { signal }) => {
  tell({ event: 'start', id });
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  tell({ event: 'stop', id, reason: stopReasonOf(signal) ?? 'unknown' });
  return handOver();
};
const consumer = createConsumerOf(contractJobs, {
  backend,
  queue: 'whatsapp-sessions',
  concurrency: 10,
  handlers: { hold: host, brittle: host },
  onDead: () => Promise.resolve(),
});
process.on('SIGTERM', () => void consumer.close().then(() => tell({ event: 'closed' })));
await consumer.ready();
tell({ event: 'ready' });
