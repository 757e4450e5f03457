import { expect, it } from 'vitest';
import { createConsumerOf } from '../consumer.ts';
import { cancel, done, snooze } from '../outcomes.ts';
import { createProducerOf } from '../producer.ts';
import { contractJobs, note, tick } from '../testing/contract-jobs.ts';
import { createWitness } from '../testing/index.ts';
import { emptied, type SceneFactory, type WorkHandlers } from './scene.ts';

export function describeOutcomes(scene: SceneFactory): void {
  it('runs a known job with its parsed payload', async ({ onTestFinished }) => {
    const { fresh, producerOn, workOn } = scene(onTestFinished);
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

  it('refuses to start without a handler for each job, or with one for no job', async ({
    onTestFinished,
  }) => {
    const { fresh } = scene(onTestFinished);
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

  it('enqueues only known jobs, with payloads of their shape', async ({ onTestFinished }) => {
    const { fresh, producerOn } = scene(onTestFinished);
    const producer = producerOn(await fresh());
    await expect(producer.enqueue(note, { text: 7 } as never)).rejects.toThrow('expected string');
    const stranger = { ...note, name: 'stranger' } as never;
    await expect(producer.enqueue(stranger, {} as never)).rejects.toThrow('Not a known job: stranger');
  });

  it('sends a payload that does not parse to the dead letters at once', async ({ onTestFinished }) => {
    const { fresh, workOn } = scene(onTestFinished);
    const backend = await fresh();
    const { dead } = await workOn(backend, {});
    // A release before this one had another shape for the same name.
    const older = { ...note, payload: tick.payload };
    const producer = createProducerOf([older], { backend });
    onTestFinished(() => producer.close());
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

  it('tries again what was thrown, and says which attempt it is', async ({ onTestFinished }) => {
    const { fresh, producerOn, workOn } = scene(onTestFinished);
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

  it('gives an exhausted job to the dead letters, once, and keeps nothing of it', async ({
    onTestFinished,
  }) => {
    const { fresh, producerOn, workOn } = scene(onTestFinished);
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

  it('keeps a dead job whose letter could not be stored', async ({ onTestFinished }) => {
    const { fresh, producerOn, workOn } = scene(onTestFinished);
    const backend = await fresh();
    const producer = producerOn(backend);
    const tried = createWitness<number>();
    await workOn(backend, { note: () => Promise.reject(new Error('never')) }, ({ attempts }) => {
      tried.see(attempts);
      return Promise.reject(new Error('the database is away'));
    });
    await producer.enqueue(note, { text: 'x' });
    await tried.until((attempts) => attempts === 3);
    await expect
      .poll(async () => (await producer.queueDepths()).work)
      .toEqual({ waiting: 0, active: 0, delayed: 1 });
  });

  it('snoozes without spending an attempt', async ({ onTestFinished }) => {
    const { fresh, producerOn, workOn } = scene(onTestFinished);
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

  it('ends a job that cancels itself, without retry or dead letter', async ({ onTestFinished }) => {
    const { fresh, producerOn, workOn } = scene(onTestFinished);
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

  it('runs a delayed job when it is due', async ({ onTestFinished }) => {
    const { fresh, producerOn, workOn } = scene(onTestFinished);
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

  it('runs a scheduled job again and again, once for all who schedule it', async ({ onTestFinished }) => {
    const { fresh, producerOn, workOn } = scene(onTestFinished);
    const backend = await fresh();
    const ticks = createWitness<number>();
    await workOn(backend, {
      tick: () => {
        ticks.see(Date.now());
        return Promise.resolve(done());
      },
    });
    await Promise.all([1, 2, 3].map(() => producerOn(backend).schedule(tick, { everyMs: 300 })));
    await ticks.untilCount(6, () => true);
    // Processes that schedule in the same moment may make the first tick come twice, but not the ones after it.
    const [, , third = 0, , , sixth = 0] = ticks.events;
    expect(sixth - third).toBeGreaterThan(800);
  });

  it('restores a schedule that the server has forgotten', async ({ onTestFinished }) => {
    const { fresh, producerOn, workOn } = scene(onTestFinished);
    const backend = await fresh();
    const producer = producerOn(backend);
    await producer.schedule(tick, { everyMs: 300, checkMs: 100 });
    await producer.unschedule(tick);
    const ticks = createWitness<true>();
    await workOn(backend, {
      tick: () => {
        ticks.see(true);
        return Promise.resolve(done());
      },
    });
    await ticks.untilCount(2, () => true);
  });

  it('counts what waits, runs and is delayed', async ({ onTestFinished }) => {
    const { fresh, producerOn } = scene(onTestFinished);
    const backend = await fresh();
    const producer = producerOn(backend);
    await producer.enqueue(note, { text: 'a' });
    await producer.enqueue(note, { text: 'b' }, { delayMs: 60_000 });
    const depths = await producer.queueDepths();
    expect(depths.work).toEqual({ waiting: 1, active: 0, delayed: 1 });
    await producer.ping();
  });
}
