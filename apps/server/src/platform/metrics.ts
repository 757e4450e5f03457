import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/**
 * What an operator can watch, in Prometheus' words. One registry per process, handed to whoever counts.
 * Labels never hold ids: their values must be few.
 */
export interface Metrics {
  registry: Registry;
  /** Seconds per answered HTTP request; `route` is the pattern, never the address. */
  httpSeconds: Histogram<'method' | 'route' | 'status'>;
  openSockets: Gauge;
  /** Jobs per queue and state. */
  queueJobs: Gauge<'queue' | 'state'>;
  /** Numbers held by this worker, by WhatsAppSession status. */
  lanes: Gauge<'status'>;
  /** Messages handed to an engine, by what it answered (`accepted`, `rejected`, `unknown`). */
  sends: Counter<'engine' | 'outcome'>;
  /** Seconds from handing over to the engine's answer. */
  sendSeconds: Histogram<'engine'>;
  /** Rejections that nobody caught: each is a bug. */
  unhandled: Counter<'kind'>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    httpSeconds: new Histogram({
      name: 'siar_http_request_seconds',
      help: 'Seconds per answered HTTP request',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    openSockets: new Gauge({ name: 'siar_websockets_open', help: 'Open WebSockets', registers }),
    queueJobs: new Gauge({
      name: 'siar_queue_jobs',
      help: 'Jobs per queue and state',
      labelNames: ['queue', 'state'],
      registers,
    }),
    lanes: new Gauge({
      name: 'siar_lanes',
      help: 'WhatsApp numbers that this worker holds',
      labelNames: ['status'],
      registers,
    }),
    sends: new Counter({
      name: 'siar_sends_total',
      help: 'Messages handed to an engine',
      labelNames: ['engine', 'outcome'],
      registers,
    }),
    sendSeconds: new Histogram({
      name: 'siar_send_seconds',
      help: 'Seconds until the engine has answered',
      labelNames: ['engine'],
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30],
      registers,
    }),
    unhandled: new Counter({
      name: 'siar_unhandled_total',
      help: 'Rejections and exceptions that nobody caught',
      labelNames: ['kind'],
      registers,
    }),
  };
}
