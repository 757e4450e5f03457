import type { EventBus, EventBusLogger } from './event-bus.ts';
import { createPostgresEventBus } from './postgres-event-bus.ts';
import { createRedisEventBus } from './redis-event-bus.ts';

export type { EventBus, EventListener, Unsubscribe } from './event-bus.ts';
export type { EventOf, EventType, SiarEvent } from './events.ts';

/** The event bus of the backend that `REDIS_URL` chooses. Connects at once, and waits for an absent server. */
export function createEventBus({ redisUrl, databaseUrl, logger }: EventBusOptions): EventBus {
  return redisUrl
    ? createRedisEventBus({ url: redisUrl, logger })
    : createPostgresEventBus({ url: databaseUrl, logger });
}

export interface EventBusOptions {
  redisUrl?: string | undefined;
  databaseUrl: string;
  logger: EventBusLogger;
}
