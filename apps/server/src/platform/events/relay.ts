import type {
  EventBus,
  EventBusLogger,
  EventListener,
  EventTransport,
  TransportEvents,
  Unsubscribe,
} from './event-bus.ts';
import type { EventType, SiarEvent } from './events.ts';
import { encodeEvent, packFrames, unpackFrame } from './frames.ts';
import { pause } from './pause.ts';

/** How many events wait for a server that is away before the oldest give way to a resync. */
const MAX_PENDING = 1_000;
const SUBSCRIBE_PATIENCE_MS = 2_000;
const CLOSE_PATIENCE_MS = 1_000;

interface Subscription {
  matches(event: SiarEvent): boolean;
  listener: EventListener<SiarEvent>;
}

/** The event bus over any transport: batching, waiting for the server, fan-out to local listeners. */
export function createRelay({ open, logger }: RelayOptions): EventBus {
  const subscriptions = new Set<Subscription>();
  const resyncListeners = new Set<() => void>();
  const closed = new AbortController();
  const connection = createConnectionState(logger);
  let pending: string[] = [];
  let overflowed = false;
  let sending: Promise<void> | undefined;

  const transport = open({
    onFrame(frame) {
      const { events, resync, malformed } = unpackFrame(frame);
      if (malformed > 0) logger.warn({ malformed, bytes: frame.length }, 'ignored malformed events');
      if (resync) tellResync();
      for (const event of events) dispatch(event);
    },
    onConnected() {
      if (connection.up()) tellResync();
    },
    onLost(error) {
      if (!closed.signal.aborted) connection.down(error);
    },
  });

  function dispatch(event: SiarEvent): void {
    for (const subscription of [...subscriptions]) {
      if (!subscriptions.has(subscription)) continue; // unsubscribed by a listener before it
      guard(() => {
        if (subscription.matches(event)) return subscription.listener(event);
      }, event.type);
    }
  }

  function tellResync(): void {
    for (const listener of [...resyncListeners]) guard(listener, 'resync');
  }

  /** What a listener throws, now or later, is logged and stays its own trouble. */
  function guard(call: () => void | Promise<void>, type: string): void {
    const complain = (error: unknown): void => logger.error({ err: error, type }, 'an event listener failed');
    try {
      Promise.resolve(call()).catch(complain);
    } catch (error) {
      complain(error);
    }
  }

  async function sendAll(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve)); // whatever this turn publishes travels together
    for (let failures = 0; pending.length > 0 && !closed.signal.aborted;) {
      const batch = pending;
      const resync = overflowed;
      pending = [];
      overflowed = false;
      try {
        await transport.send(packFrames(batch, resync));
        if (failures > 0) logger.info({}, 'events go out again');
        failures = 0;
      } catch (error) {
        if (failures === 0) logger.warn({ err: error }, 'events wait for the server of the event bus');
        overflowed ||= resync;
        keepNewest([...batch, ...pending]);
        failures += 1;
        await pause(Math.min(50 * 2 ** failures, 2_000), closed.signal);
      }
    }
  }

  function keepNewest(events: string[]): void {
    overflowed ||= events.length > MAX_PENDING;
    pending = events.slice(-MAX_PENDING);
  }

  function startSending(): Promise<void> {
    sending ??= sendAll().finally(() => (sending = undefined));
    return sending;
  }

  async function flush(): Promise<void> {
    while (!closed.signal.aborted && (pending.length > 0 || sending)) await startSending();
  }

  return {
    publish(event) {
      if (closed.signal.aborted) return;
      const encoded = encodeEvent(event);
      if (encoded === undefined)
        return logger.error({ type: event.type }, 'an event was too large to publish');
      pending.push(encoded);
      if (pending.length > MAX_PENDING) keepNewest(pending);
      void startSending();
    },

    async subscribe(
      where: readonly EventType[] | ((event: SiarEvent) => boolean),
      // Each overload promises its listener only events that `where` lets through.
      listener: EventListener<never>,
    ): Promise<Unsubscribe> {
      const subscription: Subscription = {
        matches: typeof where === 'function' ? where : (event) => where.includes(event.type),
        listener: listener as EventListener<SiarEvent>,
      };
      subscriptions.add(subscription);
      await connection.awaited(SUBSCRIBE_PATIENCE_MS);
      return () => void subscriptions.delete(subscription);
    },

    onResync(listener) {
      resyncListeners.add(listener);
      return () => void resyncListeners.delete(listener);
    },

    flush,

    async close() {
      const patience = new AbortController();
      await Promise.race([flush(), pause(CLOSE_PATIENCE_MS, patience.signal)]);
      patience.abort();
      closed.abort();
      subscriptions.clear();
      resyncListeners.clear();
      await transport.close();
    },
  };
}

interface RelayOptions {
  open(events: TransportEvents): EventTransport;
  logger: EventBusLogger;
}

interface ConnectionState {
  /** @returns whether somebody may have missed something */
  up(): boolean;
  down(error: unknown): void;
  /** Resolves when the connection is up, or `ms` later: then whoever waited goes on without it. */
  awaited(ms: number): Promise<void>;
}

/** Says once when the server goes and once when it is back, however often a client tries in between. */
function createConnectionState(logger: EventBusLogger): ConnectionState {
  let state: 'starting' | 'up' | 'down' = 'starting';
  /** Somebody listens, or was told to go ahead, since before the connection that comes next. */
  let gap = false;
  let arrival = new AbortController();
  return {
    up() {
      if (state === 'down') logger.info({}, 'the event bus is connected again');
      const missed = gap;
      gap = true; // whatever comes after this connection ends is a gap
      state = 'up';
      arrival.abort();
      return missed;
    },
    down(error) {
      if (state !== 'down') logger.warn({ err: error }, 'the event bus has lost its server and tries again');
      if (state === 'up') arrival = new AbortController();
      state = 'down';
    },
    async awaited(ms) {
      if (state === 'up') return;
      const { signal } = arrival;
      await pause(ms, signal);
      if (!signal.aborted) gap = true;
    },
  };
}
