import type { EventOf, EventType, SiarEvent } from './events.ts';

/** May be slow or throw: it delays and hurts nobody else. */
export type EventListener<Event> = (event: Event) => void | Promise<void>;

export type Unsubscribe = () => void;

/**
 * Tells the other processes (and this one) what changed. Losing the bus loses liveness, never state: whoever
 * listens subscribes first, then reads, and reads again on resync.
 */
export interface EventBus {
  /**
   * Goes out with the next turn of the event loop, in order, and never throws or waits: safe beside a
   * transaction, best after its commit. While the server is away, the last 1,000 events wait for it.
   * Equal events of one moment may arrive as one (PostgreSQL sends equal notifications of a transaction once).
   */
  publish(event: SiarEvent): void;
  /**
   * Resolves once events arrive; when the server is away, after two seconds, with a resync to follow.
   * Events of one publisher come in the order in which it published them.
   */
  subscribe<Type extends EventType>(
    types: readonly Type[],
    listener: EventListener<EventOf<Type>>,
  ): Promise<Unsubscribe>;
  subscribe(matches: (event: SiarEvent) => boolean, listener: EventListener<SiarEvent>): Promise<Unsubscribe>;
  /** Called when events may have been missed (a connection was lost and is back): read your state again. */
  onResync(listener: () => void): Unsubscribe;
  /** Resolves when everything published so far has reached the server. */
  flush(): Promise<void>;
  /** Sends what is pending, if the server takes it within a second, and stops. */
  close(): Promise<void>;
}

/** The slice of a pino logger that the bus writes to. */
export interface EventBusLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** What `createRelay` needs of a server: text frames to everyone, in order. */
export interface EventTransport {
  /** Resolves when the server has all of them; rejects when it is away. */
  send(frames: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export interface TransportEvents {
  onFrame(frame: string): void;
  /** Frames arrive from now on. Called at every connection, not only the first. */
  onConnected(): void;
  /** Frames may be missed from now on, until `onConnected`. */
  onLost(error: unknown): void;
}
