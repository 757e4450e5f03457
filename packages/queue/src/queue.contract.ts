import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { type QueueBackend, prepareQueueBackend } from './backend.ts';
import { type Consumer, createConsumerOf, type DeadLetter, type Handlers } from './consumer.ts';
import { QueueUnavailableError } from './errors.ts';
import { cancel, done, handOver, snooze, stopReasonOf } from './outcomes.ts';
import { createProducerOf } from './producer.ts';
import { contractJobs, hold, note, tick } from './testing/contract-jobs.ts';
import { createWitness, startCuttableProxy, type Witness } from './testing/index.ts';
import type { HostEvent } from './testing/host-process.ts';

type ContractJob = (typeof contractJobs)[number];
type WorkHandlers = Handlers<ContractJob, 'work'>;
type HostHandlers = Handlers<ContractJob, 'whatsapp-sessions'>;

/** What every queue backend must do. `server` is asked once per test; the namespace keeps tests apart. */
export function describeQueue(kind: QueueBackend['kind'], server: () => string): void {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  async function fresh(url = server()): Promise<QueueBackend> {
    const backend: QueueBackend = { kind, url, namespace: `t${randomBytes(5).toString('hex')}` };
    await prepareQueueBackend(backend);
    return backend;
  }

  function producerOn(backend: QueueBackend) {
    const producer = createProducerOf(contractJobs, { backend });
    cleanups.push(() => producer.close());
    return producer;
  }

  async function workOn(backend: QueueBackend, handlers: Partial<WorkHandlers>): Promise<Worked> {
    const dead = createWitness<DeadLetter>();
    const consumer = createConsumerOf(contractJobs, {
      backend,
      queue: 'work',
      concurrency: 5,
      handlers: { note: () => Promise.resolve(done()), tick: () => Promise.resolve(done()), ...handlers },
      onDead: (letter) => Promise.resolve(dead.see(letter)),
    });
    cleanups.push(() => consumer.close({ timeoutMs: 1_000 }));
    await consumer.ready();
    return { consumer, dead };
  }

  async function hostOn(backend: QueueBackend, handler: HostHandlers['hold']): Promise<Consumer> {
    const consumer = createConsumerOf(contractJobs, {
      backend,
      queue: 'whatsapp-sessions',
      concurrency: 5,
      handlers: { hold: handler },
      onDead: () => Promise.resolve(),
    });
    cleanups.push(() => consumer.close({ timeoutMs: 1_000 }));
    await consumer.ready();
    return consumer;
  }

  async function hostProcessOn(backend: QueueBackend): Promise<HostProcess> {
    const script = fileURLToPath(new URL('./testing/host-process.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(backend)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    cleanups.push(async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    });
    const story = createWitness<HostEvent>();
    createInterface({ input: child.stdout }).on('line', (line) => story.see(JSON.parse(line) as HostEvent));
    await story.until(({ event }) => event === 'ready', 20_000);
    return { child, story };
  }

  describe('jobs and outcomes', () => {
    it('runs a known job with its parsed payload', async () => {
      const backend = await fresh();
      const ran = createWitness<unknown>();
      await workOn(backend, {
        note: (payload, { jobId, attempt }) => {
          ran.see({ payload, jobId, attempt });
          return Promise.resolve(done());
        },
      });
      const jobId = await producerOn(backend).enqueue(note, { text: 'hello' });
      const seen = await ran.until(() => true);
      expect(seen).toEqual({ payload: { text: 'hello', times: 1 }, jobId, attempt: 1 });
      expect(jobId).not.toMatch(/^\d+$|:/);
    });

    it('refuses to start without a handler for each job, or with one for no job', async () => {
      const backend = await fresh();
      const start = (handlers: object): unknown =>
        createConsumerOf(contractJobs, {
          backend,
          queue: 'work',
          concurrency: 1,
          handlers: handlers as WorkHandlers,
          onDead: () => Promise.resolve(),
        });
      const handler = () => Promise.resolve(done());
      expect(() => start({ note: handler })).toThrow('no handler for tick');
      expect(() => start({ note: handler, tick: handler, nap: handler })).toThrow('unknown job nap');
    });

    it('refuses a payload of the wrong shape when it is enqueued', async () => {
      const producer = producerOn(await fresh());
      await expect(producer.enqueue(note, { text: 7 } as never)).rejects.toThrow('expected string');
    });

    it('sends a payload that does not parse to the dead letters at once', async () => {
      const backend = await fresh();
      const { dead } = await workOn(backend, {});
      // A release before this one had another shape for the same name.
      const older = { ...note, payload: tick.payload };
      const producer = createProducerOf([older], { backend });
      cleanups.push(() => producer.close());
      const jobId = await producer.enqueue(older, {});
      const letter = await dead.until(() => true);
      expect(letter).toMatchObject({
        jobId,
        name: 'note',
        reason: 'invalid-payload',
        attempts: 0,
        payload: {},
      });
    });

    it('tries again what was thrown, and says which attempt it is', async () => {
      const backend = await fresh();
      const attempts = createWitness<number>();
      const { dead } = await workOn(backend, {
        note: (_payload, { attempt }) => {
          attempts.see(attempt);
          if (attempt < 3) throw new Error('not yet');
          return Promise.resolve(done());
        },
      });
      await producerOn(backend).enqueue(note, { text: 'x' });
      await attempts.until((attempt) => attempt === 3);
      expect(attempts.events).toEqual([1, 2, 3]);
      expect(dead.events).toEqual([]);
    });

    it('gives an exhausted job to the dead letters, once, and keeps nothing of it', async () => {
      const backend = await fresh();
      const producer = producerOn(backend);
      const { dead } = await workOn(backend, { note: () => Promise.reject(new Error('never')) });
      const jobId = await producer.enqueue(note, { text: 'x' });
      const letter = await dead.until(() => true);
      expect(letter).toMatchObject({ queue: 'work', name: 'note', jobId, attempts: 3, reason: 'exhausted' });
      expect(letter.payload).toEqual({ text: 'x', times: 1 });
      expect(letter.error.message).toBe('never');
      await emptied(producer);
      expect(dead.events).toHaveLength(1);
    });

    it('snoozes without spending an attempt', async () => {
      const backend = await fresh();
      const runs = createWitness<{ attempt: number; at: number }>();
      await workOn(backend, {
        note: (_payload, { attempt }) => {
          runs.see({ attempt, at: Date.now() });
          return Promise.resolve(runs.events.length < 5 ? snooze(60) : done());
        },
      });
      await producerOn(backend).enqueue(note, { text: 'x' });
      await runs.untilCount(5, () => true);
      expect(runs.events.map(({ attempt }) => attempt)).toEqual([1, 1, 1, 1, 1]);
      expect((runs.events[1]?.at ?? 0) - (runs.events[0]?.at ?? 0)).toBeGreaterThanOrEqual(55);
    });

    it('ends a job that cancels itself, without retry or dead letter', async () => {
      const backend = await fresh();
      const producer = producerOn(backend);
      const runs = createWitness<number>();
      const { dead } = await workOn(backend, {
        note: (_payload, { attempt }) => {
          runs.see(attempt);
          return Promise.resolve(cancel('the row is gone'));
        },
      });
      await producer.enqueue(note, { text: 'x' });
      await runs.until(() => true);
      await emptied(producer);
      expect([runs.events, dead.events]).toEqual([[1], []]);
    });

    it('runs a delayed job when it is due', async () => {
      const backend = await fresh();
      const ran = createWitness<number>();
      await workOn(backend, {
        note: () => {
          ran.see(Date.now());
          return Promise.resolve(done());
        },
      });
      const before = Date.now();
      await producerOn(backend).enqueue(note, { text: 'x' }, { delayMs: 400 });
      expect((await ran.until(() => true)) - before).toBeGreaterThanOrEqual(395);
    });

    it('runs a scheduled job again and again, once for all who schedule it', async () => {
      const backend = await fresh();
      const ticks = createWitness<number>();
      await workOn(backend, {
        tick: () => {
          ticks.see(Date.now());
          return Promise.resolve(done());
        },
      });
      await Promise.all([1, 2, 3].map(() => producerOn(backend).schedule(tick, { everyMs: 300 })));
      await ticks.untilCount(4, () => true);
      const [first = 0, , , fourth = 0] = ticks.events;
      expect(fourth - first).toBeGreaterThan(600);
    });

    it('counts what waits, runs and is delayed', async () => {
      const backend = await fresh();
      const producer = producerOn(backend);
      await producer.enqueue(note, { text: 'a' });
      await producer.enqueue(note, { text: 'b' }, { delayMs: 60_000 });
      const depths = await producer.queueDepths();
      expect(depths.work).toEqual({ waiting: 1, active: 0, delayed: 1 });
      await producer.ping();
    });
  });

  describe('deduplication', () => {
    it('keeps one waiting job per id and lets it be added anew after its end', async () => {
      const backend = await fresh();
      const producer = producerOn(backend);
      const add = (text: string) => producer.enqueue(note, { text }, { deduplicationId: 'same' });
      const ids = [await add('one'), await add('two'), await add('three')];
      expect(new Set(ids).size).toBe(1);
      const ran = createWitness<string>();
      await workOn(backend, {
        note: ({ text }) => {
          ran.see(text);
          return Promise.resolve(done());
        },
      });
      await ran.until(() => true);
      await emptied(producer);
      await add('four');
      await ran.until((text) => text === 'four');
      expect(ran.events).toEqual(['one', 'four']);
    });

    it('frees the id of a job that ended in the dead letters', async () => {
      const backend = await fresh();
      const producer = producerOn(backend);
      const { dead } = await workOn(backend, { note: () => Promise.reject(new Error('no')) });
      await producer.enqueue(note, { text: 'x' }, { deduplicationId: 'same' });
      await dead.until(() => true);
      await emptied(producer);
      await producer.enqueue(note, { text: 'y' }, { deduplicationId: 'same' });
      await dead.untilCount(2, () => true);
    });

    it('runs a host again that was asked for while it was ending', async () => {
      const backend = await fresh();
      const producer = producerOn(backend);
      const started = createWitness<string>();
      const consumer = await hostOn(backend, async (_payload, { jobId, signal }) => {
        started.see(jobId);
        await aborted(signal);
        return done();
      });
      await producer.enqueue(hold, { id: 'n' });
      await started.until(() => true);
      await producer.enqueue(hold, { id: 'n' });
      await producer.enqueue(hold, { id: 'n' });
      expect(consumer.running()).toBe(1);
      expect(consumer.cancel({ deduplicationId: 'hold-n' })).toBe(true);
      await started.untilCount(2, () => true);
      expect(consumer.running()).toBe(1);
      consumer.cancel({ deduplicationId: 'hold-n' });
      await emptied(producer, 'whatsapp-sessions');
      await producer.enqueue(hold, { id: 'n' });
      await started.untilCount(3, () => true);
    });

    it('withdraws a job that has not begun', async () => {
      const backend = await fresh();
      const producer = producerOn(backend);
      await producer.enqueue(note, { text: 'x' }, { deduplicationId: 'a', delayMs: 60_000 });
      expect(await producer.withdraw(note, 'a')).toBe('withdrawn');
      expect(await producer.withdraw(note, 'a')).toBe('absent');
      await producer.enqueue(hold, { id: 'h' });
      const started = createWitness<string>();
      await hostOn(backend, async ({ id }, { signal }) => {
        started.see(id);
        await aborted(signal);
        return handOver();
      });
      await started.until(() => true);
      expect(await producer.withdraw(hold, 'hold-h')).toBe('running');
    });
  });

  describe('hosting', () => {
    it('hands over at shutdown within moments, to another consumer, spending no attempt', async () => {
      const backend = await fresh();
      const producer = producerOn(backend);
      const starts = createWitness<{ by: string; attempt: number; at: number }>();
      const host = (by: string): HostHandlers['hold'] => {
        return async (_payload, { attempt, signal }) => {
          starts.see({ by, attempt, at: Date.now() });
          await aborted(signal);
          expect(stopReasonOf(signal)).toBe('shutdown');
          return handOver();
        };
      };
      const first = await hostOn(backend, host('first'));
      await producer.enqueue(hold, { id: 'n' });
      await starts.until(({ by }) => by === 'first');
      await hostOn(backend, host('second'));
      const before = Date.now();
      await first.close();
      expect(Date.now() - before).toBeLessThan(1_000);
      const taken = await starts.until(({ by }) => by === 'second');
      expect(taken.at - before).toBeLessThan(1_000);
      expect(taken.attempt).toBe(1);
    });

    it('treats a throw at shutdown as a hand-over', async () => {
      const backend = await fresh();
      const starts = createWitness<number>();
      const host: HostHandlers['hold'] = async (_payload, { attempt, signal }) => {
        starts.see(attempt);
        await aborted(signal);
        throw new Error('the browser was closed under me');
      };
      const first = await hostOn(backend, host);
      await producerOn(backend).enqueue(hold, { id: 'n' });
      await starts.until(() => true);
      await first.close();
      await hostOn(backend, host);
      await starts.untilCount(2, () => true);
      expect(starts.events).toEqual([1, 1]);
    });

    it('waits at shutdown for work that ends, and leaves to others what does not', async () => {
      const backend = await fresh();
      const producer = producerOn(backend);
      const started = createWitness<string>();
      let finish: () => void = () => undefined;
      const finished = new Promise<void>((resolve) => (finish = resolve));
      const { consumer } = await workOn(backend, {
        note: async ({ text }) => {
          started.see(text);
          await finished;
          return done();
        },
      });
      await producer.enqueue(note, { text: 'x' });
      await started.until(() => true);
      const closing = consumer.close({ timeoutMs: 5_000 });
      finish();
      await closing;
      await emptied(producer);

      const stubborn = await workOn(backend, {
        note: ({ text }) => {
          started.see(text);
          return new Promise(() => undefined);
        },
      });
      await producer.enqueue(note, { text: 'y' });
      await started.until((text) => text === 'y');
      const before = Date.now();
      await stubborn.consumer.close({ timeoutMs: 200 });
      expect(Date.now() - before).toBeLessThan(2_500);
      expect((await producer.queueDepths()).work.active).toBe(1);
    });

    it('starts the jobs of a killed process elsewhere within 8 seconds', async () => {
      const backend = await fresh();
      const producer = producerOn(backend);
      const [doomed, heir] = [await hostProcessOn(backend), createWitness<string>()];
      await Promise.all(['a', 'b'].map((id) => producer.enqueue(hold, { id })));
      await doomed.story.untilCount(2, ({ event }) => event === 'start');
      await hostOn(backend, async ({ id }, { signal, attempt }) => {
        heir.see(`${id} ${attempt}`);
        await aborted(signal);
        return handOver();
      });
      const before = Date.now();
      doomed.child.kill('SIGKILL');
      await heir.untilCount(2, () => true, 12_000);
      expect(Date.now() - before).toBeLessThan(9_000);
      expect([...heir.events].sort()).toEqual(['a 1', 'b 1']);
    });

    it('stops its jobs when a frozen process wakes and has lost them', async () => {
      const backend = await fresh();
      const frozen = await hostProcessOn(backend);
      const heir = createWitness<string>();
      await producerOn(backend).enqueue(hold, { id: 'a' });
      await frozen.story.until(({ event }) => event === 'start');
      await hostOn(backend, async ({ id }, { signal }) => {
        heir.see(id);
        await aborted(signal);
        heir.see(`stopped: ${stopReasonOf(signal) ?? ''}`);
        return handOver();
      });
      frozen.child.kill('SIGSTOP');
      await heir.until((id) => id === 'a', 12_000);
      const before = Date.now();
      frozen.child.kill('SIGCONT');
      const stop = await frozen.story.until(({ event }) => event === 'stop', 8_000);
      expect(stop.reason).toBe('lock-lost');
      expect(Date.now() - before).toBeLessThan(3_000);
      // The heir keeps what it took: the stopped run cannot end or move a job that is no longer its own.
      frozen.child.kill('SIGTERM');
      await frozen.story.until(({ event }) => event === 'closed');
      expect(heir.events).toEqual(['a']);
    });
  });

  describe('losing the server', () => {
    it('goes on after its connections are cut', async () => {
      const proxy = await startCuttableProxy(server());
      cleanups.push(() => proxy.close());
      const backend = await fresh(proxy.url);
      const producer = producerOn(backend);
      const ran = createWitness<string>();
      await workOn(backend, {
        note: ({ text }) => {
          ran.see(text);
          return Promise.resolve(done());
        },
      });
      await producer.enqueue(note, { text: 'before' });
      await ran.until((text) => text === 'before');
      proxy.cut();
      await enqueueWhenBack(producer, 'after a cut');
      await ran.until((text) => text === 'after a cut', 15_000);
      await proxy.goAway();
      await expect(producer.enqueue(note, { text: 'lost' })).rejects.toThrow(QueueUnavailableError);
      await proxy.comeBack();
      await enqueueWhenBack(producer, 'after an absence');
      await ran.until((text) => text === 'after an absence', 15_000);
    });

    it('waits for a server that is not there at boot', async () => {
      const proxy = await startCuttableProxy(server());
      cleanups.push(() => proxy.close());
      const backend = await fresh(proxy.url);
      await proxy.goAway();
      const preparing = prepareQueueBackend(backend);
      const ran = createWitness<string>();
      const consuming = workOn(backend, {
        note: ({ text }) => {
          ran.see(text);
          return Promise.resolve(done());
        },
      });
      const producer = producerOn(backend);
      await expect(producer.ping()).rejects.toThrow(QueueUnavailableError);
      await proxy.comeBack();
      await Promise.all([preparing, consuming]);
      await enqueueWhenBack(producer, 'hello');
      await ran.until((text) => text === 'hello', 15_000);
    });

    it('closes while the server is away', async () => {
      const proxy = await startCuttableProxy(server());
      cleanups.push(() => proxy.close());
      const backend = await fresh(proxy.url);
      const { consumer } = await workOn(backend, {});
      const producer = createProducerOf(contractJobs, { backend });
      await producer.ping();
      await proxy.goAway();
      const before = Date.now();
      await Promise.all([consumer.close({ timeoutMs: 500 }), producer.close()]);
      expect(Date.now() - before).toBeLessThan(4_000);
    });
  });
}

interface Worked {
  consumer: Consumer;
  dead: Witness<DeadLetter>;
}

interface HostProcess {
  child: ChildProcess;
  story: Witness<HostEvent>;
}

type ContractProducer = ReturnType<typeof createProducerOf<typeof contractJobs>>;

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
}

/** Nothing waits, runs or is delayed: what ended has left nothing behind. */
async function emptied(
  producer: ContractProducer,
  queue: 'work' | 'whatsapp-sessions' = 'work',
): Promise<void> {
  await expect
    .poll(async () => (await producer.queueDepths())[queue], { timeout: 5_000 })
    .toEqual({ waiting: 0, active: 0, delayed: 0 });
}

async function enqueueWhenBack(producer: ContractProducer, text: string): Promise<void> {
  await expect
    .poll(() => producer.enqueue(note, { text }, { deduplicationId: text.replaceAll(' ', '-') }), {
      timeout: 15_000,
    })
    .toBeTypeOf('string');
}
