import { expect, it } from 'vitest';
import { prepareQueueBackend } from '../backend.ts';
import { QueueUnavailableError } from '../errors.ts';
import { done, handOver, stopReasonOf } from '../outcomes.ts';
import { createProducerOf } from '../producer.ts';
import { contractJobs, hold, note } from '../testing/contract-jobs.ts';
import { createWitness } from '../testing/index.ts';
import { aborted, enqueueWhenBack, passed, type SceneFactory } from './scene.ts';

export function describeAbsence(scene: SceneFactory): void {
  it('goes on after its connections are cut', async ({ onTestFinished }) => {
    const { fresh, proxied, producerOn, workOn } = scene(onTestFinished);
    const proxy = await proxied();
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

  it('keeps a host through an absence longer than its lock, or starts it again, once', async ({
    onTestFinished,
  }) => {
    const { fresh, proxied, producerOn, hostOn } = scene(onTestFinished);
    const proxy = await proxied();
    const backend = await fresh(proxy.url);
    const producer = producerOn(backend);
    const story = createWitness<string>();
    const { consumer } = await hostOn(backend, async (_payload, { signal }) => {
      story.see('start');
      await aborted(signal);
      story.see(stopReasonOf(signal) ?? '');
      return handOver();
    });
    await producer.enqueue(hold, { id: 'a' });
    await story.until((event) => event === 'start');
    await proxy.goAway();
    await passed(6_500); // nothing to wait for: the lock of 5 s must run out
    expect(story.events).toEqual(['start']); // it goes on: the database, not the queue, says whose the number is
    await proxy.comeBack();
    await passed(9_000);
    expect(['start', 'start lock-lost start']).toContain(story.events.join(' '));
    expect(consumer.running()).toBe(1);
    expect((await producer.queueDepths())['whatsapp-sessions']).toEqual({
      waiting: 0,
      active: 1,
      delayed: 0,
    });
  });

  it('waits for a server that is not there at boot', async ({ onTestFinished }) => {
    const { fresh, proxied, producerOn, workOn } = scene(onTestFinished);
    const proxy = await proxied();
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

  it('closes while the server is away', async ({ onTestFinished }) => {
    const { fresh, proxied, workOn } = scene(onTestFinished);
    const proxy = await proxied();
    const backend = await fresh(proxy.url);
    const { consumer } = await workOn(backend, {});
    const producer = createProducerOf(contractJobs, { backend });
    await producer.ping();
    await proxy.goAway();
    const before = Date.now();
    await Promise.all([consumer.close({ timeoutMs: 500 }), producer.close()]);
    expect(Date.now() - before).toBeLessThan(4_000);
  });
}
