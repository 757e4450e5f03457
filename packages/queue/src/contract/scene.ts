import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { prepareQueueBackend, type QueueBackend } from '../backend.ts';
import { type Consumer, createConsumerOf, type DeadLetter } from '../consumer.ts';
import type { Handlers } from '../handlers.ts';
import { done, handOver } from '../outcomes.ts';
import { createProducerOf, type Producer } from '../producer.ts';
import type { QueueName } from '../queues.ts';
import { contractJobs, note } from '../testing/contract-jobs.ts';
import type { HostEvent } from '../testing/host-process.ts';
import { type CuttableProxy, createWitness, startCuttableProxy, type Witness } from '../testing/index.ts';

type ContractJob = (typeof contractJobs)[number];
export type WorkHandlers = Handlers<ContractJob, 'work'>;
export type HostHandlers = Handlers<ContractJob, 'whatsapp-sessions'>;
export type ContractProducer = Producer<ContractJob>;

/** What a test needs, all of it gone when the test is over. */
export interface Scene {
  /** A part of the server that nobody else uses. */
  fresh(url?: string): Promise<QueueBackend>;
  /** A way to the server that the test can cut. */
  proxied(): Promise<CuttableProxy>;
  producerOn(backend: QueueBackend): ContractProducer;
  workOn(backend: QueueBackend, handlers: Partial<WorkHandlers>, onDead?: OnDead): Promise<Worked>;
  hostOn(backend: QueueBackend, hold: HostHandlers['hold'], capacity?: number): Promise<Worked>;
  /** Another process that hosts, and tells what it does. */
  hostProcessOn(backend: QueueBackend): Promise<HostProcess>;
}

export interface Worked {
  consumer: Consumer;
  dead: Witness<DeadLetter>;
}

export interface HostProcess {
  child: ChildProcess;
  story: Witness<HostEvent>;
}

type OnDead = (letter: DeadLetter) => Promise<void>;
export type SceneFactory = (onTestFinished: (cleanup: () => Promise<void>) => void) => Scene;

/** @param server the URL of the test run's server, asked for once per test */
export function sceneOn(kind: QueueBackend['kind'], server: () => string): SceneFactory {
  return (onTestFinished) => {
    function keep(consumer: Consumer): Promise<void> {
      onTestFinished(() => consumer.close({ timeoutMs: 1_000 }));
      return consumer.ready();
    }
    return {
      async fresh(url = server()) {
        const backend: QueueBackend = { kind, url, namespace: `t${randomBytes(5).toString('hex')}` };
        await prepareQueueBackend(backend);
        return backend;
      },

      async proxied() {
        const proxy = await startCuttableProxy(server());
        onTestFinished(() => proxy.close());
        return proxy;
      },

      producerOn(backend) {
        const producer = createProducerOf(contractJobs, { backend });
        onTestFinished(() => producer.close());
        return producer;
      },

      async workOn(backend, handlers, onDead) {
        const dead = createWitness<DeadLetter>();
        const end = () => Promise.resolve(done());
        const consumer = createConsumerOf(contractJobs, {
          backend,
          queue: 'work',
          concurrency: 5,
          handlers: { note: end, tick: end, ...handlers },
          onDead: onDead ?? ((letter) => Promise.resolve(dead.see(letter))),
        });
        await keep(consumer);
        return { consumer, dead };
      },

      async hostOn(backend, hold, capacity = 5) {
        const dead = createWitness<DeadLetter>();
        const consumer = createConsumerOf(contractJobs, {
          backend,
          queue: 'whatsapp-sessions',
          concurrency: capacity,
          handlers: { hold, brittle: () => Promise.resolve(handOver()) },
          onDead: (letter) => Promise.resolve(dead.see(letter)),
        });
        await keep(consumer);
        return { consumer, dead };
      },

      async hostProcessOn(backend) {
        const script = fileURLToPath(new URL('../testing/host-process.ts', import.meta.url));
        const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(backend)], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        onTestFinished(async () => {
          if (child.exitCode !== null || child.signalCode !== null) return;
          child.kill('SIGKILL');
          await once(child, 'exit');
        });
        const story = createWitness<HostEvent>();
        createInterface({ input: child.stdout }).on('line', (line) =>
          story.see(JSON.parse(line) as HostEvent),
        );
        await story.until(({ event }) => event === 'ready', 20_000);
        return { child, story };
      },
    };
  };
}

export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
}

/** Only where nothing can happen that a test could wait for. */
export const passed = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Nothing waits, runs or is delayed: what ended has left nothing behind. */
export async function emptied(producer: ContractProducer, queue: QueueName = 'work'): Promise<void> {
  await expect
    .poll(async () => (await producer.queueDepths())[queue], { timeout: 5_000 })
    .toEqual({ waiting: 0, active: 0, delayed: 0 });
}

/** Adds a note as soon as the server takes it. */
export async function enqueueWhenBack(producer: ContractProducer, text: string): Promise<void> {
  const deduplicationId = text.replaceAll(' ', '-');
  await expect
    .poll(() => producer.enqueue(note, { text }, { deduplicationId }), { timeout: 15_000 })
    .toBeTypeOf('string');
}
