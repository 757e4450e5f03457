import { Redis, type RedisOptions } from 'ioredis';
import type { EventBus, EventBusLogger, EventTransport, TransportEvents } from './event-bus.ts';
import { createRelay } from './relay.ts';

const CHANNEL = 'siar:events';
const CONNECT_TIMEOUT_MS = 5_000;
/** How often a silent connection is asked whether it lives. */
const HEARTBEAT_MS = 15_000;

export interface RedisEventBusOptions {
  url: string;
  logger: EventBusLogger;
  /** Pub/sub knows no databases: two systems on one server need two channels. */
  channel?: string;
}

/** Events by Redis pub/sub: one connection that listens and one that publishes. */
export function createRedisEventBus({ url, logger, channel = CHANNEL }: RedisEventBusOptions): EventBus {
  return createRelay({ logger, open: (events) => openTransport({ url, channel, events }) });
}

function openTransport({ url, channel, events }: OpenOptions): EventTransport {
  const options: RedisOptions = {
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: CONNECT_TIMEOUT_MS,
    keepAlive: 10_000,
    // A command for a server that is away fails at once; the relay keeps the events.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 7), 5_000),
    // We subscribe ourselves, to know when it is done.
    autoResubscribe: false,
  };
  const listening = new Redis(url, options);
  const publishing = new Redis(url, options);

  publishing.on('error', () => undefined); // `send` tells
  listening.on('error', (error) => events.onLost(error));
  listening.on('close', () => events.onLost(new Error('The connection ended')));
  listening.on('message', (_channel, frame) => events.onFrame(frame));
  listening.on('ready', () => {
    // A failure here is a connection that broke again; ioredis is already on its way to the next.
    listening.subscribe(channel).then(
      () => events.onConnected(),
      () => listening.disconnect(true),
    );
  });

  const heartbeat = setInterval(() => {
    for (const client of [listening, publishing]) {
      if (client.status === 'ready') client.ping().catch(() => client.disconnect(true));
    }
  }, HEARTBEAT_MS);
  heartbeat.unref();

  return {
    async send(frames) {
      const pipeline = publishing.pipeline();
      for (const frame of frames) pipeline.publish(channel, frame);
      const failed = (await pipeline.exec())?.find(([error]) => error !== null);
      if (failed?.[0]) throw failed[0];
    },
    close() {
      clearInterval(heartbeat);
      listening.removeAllListeners('close');
      listening.disconnect();
      publishing.disconnect();
      return Promise.resolve();
    },
  };
}

interface OpenOptions {
  url: string;
  channel: string;
  events: TransportEvents;
}
