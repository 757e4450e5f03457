import { expect, it } from 'vitest';
import { done, handOver } from '../outcomes.ts';
import { hold, note } from '../testing/contract-jobs.ts';
import { createWitness } from '../testing/index.ts';
import { aborted, emptied, type SceneFactory } from './scene.ts';

export function describeDeduplication(scene: SceneFactory): void {
  it('keeps one waiting job per id and lets it be added anew after its end', async ({ onTestFinished }) => {
    const { fresh, producerOn, workOn } = scene(onTestFinished);
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

  it('frees the id of a job that ended in the dead letters', async ({ onTestFinished }) => {
    const { fresh, producerOn, workOn } = scene(onTestFinished);
    const backend = await fresh();
    const producer = producerOn(backend);
    const { dead } = await workOn(backend, { note: () => Promise.reject(new Error('no')) });
    await producer.enqueue(note, { text: 'x' }, { deduplicationId: 'same' });
    await dead.until(() => true);
    await emptied(producer);
    await producer.enqueue(note, { text: 'y' }, { deduplicationId: 'same' });
    await dead.untilCount(2, () => true);
  });

  it('runs a host again that was asked for while it was ending', async ({ onTestFinished }) => {
    const { fresh, producerOn, hostOn } = scene(onTestFinished);
    const backend = await fresh();
    const producer = producerOn(backend);
    const started = createWitness<string>();
    const { consumer } = await hostOn(backend, async (_payload, { jobId, signal }) => {
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

  it('withdraws a job that has not begun', async ({ onTestFinished }) => {
    const { fresh, producerOn, hostOn } = scene(onTestFinished);
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
}
