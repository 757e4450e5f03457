import { expect, it } from 'vitest';
import { done, handOver, stopReasonOf } from '../outcomes.ts';
import { brittle, hold, note } from '../testing/contract-jobs.ts';
import { createWitness } from '../testing/index.ts';
import { aborted, emptied, type HostHandlers, passed, type SceneFactory } from './scene.ts';

export function describeHosting(scene: SceneFactory): void {
  it('hands over at shutdown within moments, to another consumer, spending no attempt', async ({
    onTestFinished,
  }) => {
    const { fresh, producerOn, hostOn } = scene(onTestFinished);
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
    const { consumer: first } = await hostOn(backend, host('first'));
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

  it('treats a throw at shutdown as a hand-over', async ({ onTestFinished }) => {
    const { fresh, producerOn, hostOn } = scene(onTestFinished);
    const backend = await fresh();
    const starts = createWitness<number>();
    const host: HostHandlers['hold'] = async (_payload, { attempt, signal }) => {
      starts.see(attempt);
      await aborted(signal);
      throw new Error('the browser was closed under me');
    };
    const { consumer: first } = await hostOn(backend, host);
    await producerOn(backend).enqueue(hold, { id: 'n' });
    await starts.until(() => true);
    await first.close();
    await hostOn(backend, host);
    await starts.untilCount(2, () => true);
    expect(starts.events).toEqual([1, 1]);
  });

  it('waits at shutdown for work that ends, and leaves to others what does not', async ({
    onTestFinished,
  }) => {
    const { fresh, producerOn, workOn } = scene(onTestFinished);
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

  it('hosts no more than its capacity, and leaves the rest to others', async ({ onTestFinished }) => {
    const { fresh, producerOn, hostOn } = scene(onTestFinished);
    const backend = await fresh();
    const producer = producerOn(backend);
    const starts = createWitness<string>();
    const host = (by: string): HostHandlers['hold'] => {
      return async (_payload, { signal }) => {
        starts.see(by);
        await aborted(signal);
        return handOver();
      };
    };
    const { consumer: first } = await hostOn(backend, host('first'), 2);
    await Promise.all(['a', 'b', 'c'].map((id) => producer.enqueue(hold, { id })));
    await starts.untilCount(2, (by) => by === 'first');
    expect((await producer.queueDepths())['whatsapp-sessions']).toEqual({
      waiting: 1,
      active: 2,
      delayed: 0,
    });
    await hostOn(backend, host('second'), 2);
    await starts.untilCount(1, (by) => by === 'second');
    expect(first.running()).toBe(2);
  });

  it('starts the jobs of a killed process elsewhere within 8 seconds', async ({ onTestFinished }) => {
    const { fresh, producerOn, hostOn, hostProcessOn } = scene(onTestFinished);
    const backend = await fresh();
    const producer = producerOn(backend);
    const [doomed, heir] = [await hostProcessOn(backend), createWitness<string>()];
    await Promise.all(['a', 'b'].map((id) => producer.enqueue(hold, { id })));
    await producer.enqueue(brittle, { id: 'c' });
    await doomed.story.untilCount(3, ({ event }) => event === 'start');
    const { dead } = await hostOn(backend, async ({ id }, { signal, attempt }) => {
      heir.see(`${id} ${attempt}`);
      await aborted(signal);
      return handOver();
    });
    const before = Date.now();
    doomed.child.kill('SIGKILL');
    await heir.untilCount(2, () => true, 12_000);
    expect(Date.now() - before).toBeLessThan(9_000);
    expect([...heir.events].sort()).toEqual(['a 1', 'b 1']);
    // One death was one too many for the job that allows none.
    expect(await dead.until(() => true)).toMatchObject({ name: 'brittle', reason: 'crashed', attempts: 0 });
  });

  it('stops its jobs when a frozen process wakes and has lost them', async ({ onTestFinished }) => {
    const { fresh, producerOn, hostOn, hostProcessOn } = scene(onTestFinished);
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

  it('runs its job once, not twice, after being frozen alone', async ({ onTestFinished }) => {
    const { fresh, producerOn, hostProcessOn } = scene(onTestFinished);
    const backend = await fresh();
    const producer = producerOn(backend);
    const { child, story } = await hostProcessOn(backend);
    await producer.enqueue(hold, { id: 'a' });
    await story.until(({ event }) => event === 'start');
    child.kill('SIGSTOP');
    // Nothing can happen while it is frozen, so there is no event to wait for: the lock of 5 s must run out.
    await passed(5_500);
    child.kill('SIGCONT');
    // PostgreSQL lets it renew a lock that nobody took; on Redis it loses the job and takes it again. Neither may
    // happen over and over: a lock and two stalled checks later, all is quiet.
    await passed(9_000);
    const events = story.events.map(({ event }) => event).join(' ');
    expect(['ready start', 'ready start stop start']).toContain(events);
    expect((await producer.queueDepths())['whatsapp-sessions']).toEqual({
      waiting: 0,
      active: 1,
      delayed: 0,
    });
  });
}
