import pg from 'pg';
import type { EventBus, EventBusLogger, EventTransport, TransportEvents } from './event-bus.ts';
import { pause } from './pause.ts';
import { createRelay } from './relay.ts';

const CHANNEL = 'siar_events';
const CONNECT_TIMEOUT_MS = 5_000;
/** How often a silent connection is asked whether it lives: a firewall that forgot it says nothing. */
const HEARTBEAT_MS = 15_000;

export interface PostgresEventBusOptions {
  /** The server itself, not a pooler in transaction mode: LISTEN belongs to one connection. */
  url: string;
  logger: EventBusLogger;
  channel?: string;
}

/**
 * Events by LISTEN and NOTIFY on one connection of its own, so that a NOTIFY never holds the commit lock of
 * somebody's transaction (measured: it halves the commit rate there).
 */
export function createPostgresEventBus({
  url,
  logger,
  channel = CHANNEL,
}: PostgresEventBusOptions): EventBus {
  return createRelay({ logger, open: (events) => openTransport({ url, channel, events }) });
}

function openTransport({ url, channel, events }: OpenOptions): EventTransport {
  const closed = new AbortController();
  let current: pg.Client | undefined;

  async function stayConnected(): Promise<void> {
    for (let failures = 0; !closed.signal.aborted; failures += 1) {
      try {
        await connectOnce(() => (failures = 0));
      } catch (error) {
        events.onLost(error); // the relay no longer listens when it is closed
      }
      await pause(Math.min(50 * 2 ** Math.min(failures, 7), 5_000), closed.signal);
    }
  }

  /** Lives as long as the connection does, and throws what ended it. */
  async function connectOnce(onListening: () => void): Promise<void> {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      // A heartbeat that is not answered within this time rejects and so ends the connection.
      query_timeout: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      application_name: 'siar-events',
    });
    const over = new AbortController();
    const end = (error: Error): void => over.abort(error); // the first reason stays
    client.on('error', end);
    client.on('end', () => end(new Error('The connection ended')));
    client.on('notification', ({ payload }) => payload !== undefined && events.onFrame(payload));
    try {
      await client.connect();
      await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      current = client;
      onListening();
      events.onConnected();
      const either = AbortSignal.any([over.signal, closed.signal]);
      for (;;) {
        await pause(HEARTBEAT_MS, either);
        either.throwIfAborted();
        await client.query('SELECT 1');
      }
    } finally {
      current = undefined;
      // Not waited for long: a dead connection answers to nothing.
      const patience = new AbortController();
      const goodbye = client.end().catch(() => undefined);
      await Promise.race([goodbye, pause(500, patience.signal)]);
      patience.abort();
    }
  }

  const living = stayConnected();
  return {
    async send(frames) {
      if (!current) throw new Error('PostgreSQL is not connected');
      await current.query('SELECT pg_notify($1, frame) FROM unnest($2::text[]) AS frame', [channel, frames]);
    },
    async close() {
      closed.abort();
      await living;
    },
  };
}

interface OpenOptions {
  url: string;
  channel: string;
  events: TransportEvents;
}
