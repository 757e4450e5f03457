import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createWitness, startCuttableProxy, type Witness } from '@siar/queue/testing';
import { afterEach, expect, it } from 'vitest';
import type { EventBus, EventBusLogger } from './event-bus.ts';
import type { SiarEvent } from './events.ts';

interface Adapter {
  kind: 'redis' | 'postgres';
  create(options: { url: string; channel: string; logger: EventBusLogger }): EventBus;
  /** The server of the test run. */
  server(): string;
  /** Puts any text on the channel, as a stranger would. */
  sendRaw(channel: string, text: string): Promise<void>;
}

const progress = (rev: number): SiarEvent => ({ type: 'blast.progress', userId: 'u', blastId: 'b', rev });

/** What every event bus must do. */
export function describeEventBus({ kind, create, server, sendRaw }: Adapter): void {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  const newChannel = (): string => `siar_test_${randomBytes(6).toString('hex')}`;

  function busOn(channel: string, url = server()): { bus: EventBus; log: Witness<string> } {
    const log = createWitness<string>();
    const note = (_details: object, message: string): void => log.see(message);
    const bus = create({ url, channel, logger: { info: note, warn: note, error: note } });
    cleanups.push(() => bus.close());
    return { bus, log };
  }

  async function hears(bus: EventBus): Promise<Witness<SiarEvent>> {
    const heard = createWitness<SiarEvent>();
    await bus.subscribe(() => true, heard.see);
    return heard;
  }

  it('brings the events of a publisher to all subscribers, in order', async () => {
    const channel = newChannel();
    const { bus: publisher } = busOn(channel);
    const { bus: other } = busOn(channel);
    const all = [await hears(publisher), await hears(publisher), await hears(other)];
    for (let rev = 0; rev < 500; rev += 1) {
      publisher.publish(progress(rev));
      if (rev % 50 === 0) await publisher.flush();
    }
    const inOrder = Array.from({ length: 500 }, (_, rev) => progress(rev));
    for (const heard of all) {
      await heard.untilCount(500, () => true);
      expect(heard.events).toEqual(inOrder);
    }
  });

  it('reaches another process', async () => {
    const channel = newChannel();
    const { bus } = busOn(channel);
    const script = fileURLToPath(new URL('./testing/listening-process.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script, kind, server(), channel], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    cleanups.push(() => void child.kill('SIGKILL'));
    const exited = once(child, 'exit');
    const told = createWitness<unknown>();
    createInterface({ input: child.stdout }).on('line', (line) => told.see(JSON.parse(line)));
    await told.until((line) => line === 'ready', 20_000);
    bus.publish(progress(1));
    bus.publish({ type: 'login.revoked', userId: 'u' });
    expect(await told.untilCount(3, () => true)).toEqual([
      'ready',
      progress(1),
      { type: 'login.revoked', userId: 'u' },
    ]);
    // A closed bus holds no process back.
    expect((await exited)[0]).toBe(0);
  });

  it('brings a subscriber only the types, or the events, that it asked for', async () => {
    const { bus } = busOn(newChannel());
    const status: SiarEvent = { type: 'whatsapp.status', userId: 'u', sessionId: 's' };
    const byType = createWitness<SiarEvent>();
    const byMatch = createWitness<SiarEvent>();
    await bus.subscribe(['whatsapp.status', 'login.revoked'], byType.see);
    await bus.subscribe((event) => event.type === 'blast.progress' && event.rev === 2, byMatch.see);
    [progress(1), status, progress(2), { type: 'login.revoked', userId: 'u' } as const].forEach(bus.publish);
    await byType.untilCount(2, () => true);
    expect(byType.events.map(({ type }) => type)).toEqual(['whatsapp.status', 'login.revoked']);
    expect(byMatch.events).toEqual([progress(2)]);
  });

  it('stops at unsubscribe', async () => {
    const { bus } = busOn(newChannel());
    const stopped = createWitness<SiarEvent>();
    const unsubscribe = await bus.subscribe(() => true, stopped.see);
    const heard = await hears(bus);
    bus.publish(progress(1));
    await heard.untilCount(1, () => true);
    unsubscribe();
    bus.publish(progress(2));
    await heard.untilCount(2, () => true);
    expect(stopped.events).toEqual([progress(1)]);
  });

  it('keeps the trouble of one listener from the others', async () => {
    const { bus, log } = busOn(newChannel());
    await bus.subscribe(
      () => true,
      () => {
        throw new Error('at once');
      },
    );
    await bus.subscribe(
      () => true,
      () => Promise.reject(new Error('later')),
    );
    const heard = await hears(bus);
    bus.publish(progress(1));
    await heard.until(() => true);
    await log.untilCount(2, (line) => line === 'an event listener failed');
  });

  it('ignores what is no event, and says so', async () => {
    const channel = newChannel();
    const { bus, log } = busOn(channel);
    const heard = await hears(bus);
    await sendRaw(channel, 'no JSON');
    await sendRaw(channel, '{"v":2}');
    const stranger = { type: 'from.the.future' };
    await sendRaw(
      channel,
      JSON.stringify({ v: 1, events: [progress(1), stranger, { ...progress(2), rev: 'x' }, progress(3)] }),
    );
    await heard.untilCount(2, () => true);
    expect(heard.events).toEqual([progress(1), progress(3)]);
    expect(log.events.filter((line) => line === 'ignored malformed events')).toHaveLength(3);
  });

  it('carries an event of several thousand bytes, and drops a larger one with a line in the log', async () => {
    const { bus, log } = busOn(newChannel());
    const heard = await hears(bus);
    const activity = (fields: number, kind = 'test'): SiarEvent => ({
      type: 'activity',
      userId: 'u',
      kind,
      at: '2026-11-22T03:20:00Z',
      details: Object.fromEntries(Array.from({ length: fields }, (_, n) => [`f${n}`, 'é'.repeat(250)])),
    });
    bus.publish(activity(100));
    for (const kind of ['one', 'two', 'three']) bus.publish(activity(14, kind));
    await heard.untilCount(3, () => true);
    expect(heard.events[2]).toEqual(activity(14, 'three'));
    expect(log.events).toContain('an event was too large to publish');
  });

  it('comes back after its connections are cut, and tells subscribers to read again', async () => {
    const channel = newChannel();
    const proxy = await startCuttableProxy(server());
    cleanups.push(() => proxy.close());
    const { bus, log } = busOn(channel, proxy.url);
    const { bus: elsewhere } = busOn(channel);
    const heard = await hears(bus);
    const resyncs = createWitness<true>();
    bus.onResync(() => resyncs.see(true));
    elsewhere.publish(progress(1));
    await heard.until(() => true);
    expect(resyncs.events).toHaveLength(0);

    proxy.cut();
    await resyncs.untilCount(1, () => true);
    elsewhere.publish(progress(2));
    await heard.untilCount(2, () => true);

    await proxy.goAway();
    await log.untilCount(2, (line) => line.includes('lost its server'));
    bus.publish(progress(3)); // waits for the server
    elsewhere.publish(progress(100)); // missed: that is what the resync is for
    await elsewhere.flush();
    await proxy.comeBack();
    await resyncs.untilCount(2, () => true);
    await heard.until((event) => event.type === 'blast.progress' && event.rev === 3);
    expect(heard.events).toEqual([progress(1), progress(2), progress(3)]);
    expect(log.events.filter((line) => line.includes('lost its server'))).toHaveLength(2);
  });

  it('starts without its server, and tells those who subscribed meanwhile to read again', async () => {
    const proxy = await startCuttableProxy(server());
    cleanups.push(() => proxy.close());
    await proxy.goAway();
    const { bus } = busOn(newChannel(), proxy.url);
    const resyncs = createWitness<true>();
    bus.onResync(() => resyncs.see(true));
    const heard = await hears(bus);
    bus.publish(progress(1));
    await proxy.comeBack();
    await resyncs.until(() => true);
    await heard.until(() => true);
  });

  it('tells everyone to read again when more was published than it could keep', async () => {
    const channel = newChannel();
    const proxy = await startCuttableProxy(server());
    cleanups.push(() => proxy.close());
    const { bus, log } = busOn(channel, proxy.url);
    const { bus: elsewhere } = busOn(channel);
    const heard = await hears(elsewhere);
    const resyncs = createWitness<true>();
    elsewhere.onResync(() => resyncs.see(true));
    await hears(bus);
    await proxy.goAway();
    await log.until((line) => line.includes('lost its server'));
    for (let rev = 0; rev < 1_500; rev += 1) bus.publish(progress(rev));
    await proxy.comeBack();
    await resyncs.until(() => true);
    await heard.until((event) => event.type === 'blast.progress' && event.rev === 1_499);
    expect(heard.events).toHaveLength(1_000);
  });

  it('closes while its server is away', async () => {
    const proxy = await startCuttableProxy(server());
    cleanups.push(() => proxy.close());
    const { bus } = busOn(newChannel(), proxy.url);
    await hears(bus);
    await proxy.goAway();
    bus.publish(progress(1));
    const before = Date.now();
    await bus.close();
    expect(Date.now() - before).toBeLessThan(2_500);
  });
}
