/**
 * The two queues.
 *
 * - `whatsapp-sessions`: one job per connected number, held for as long as the number is connected. The job's
 *   lock is the lease on the number, so it is short: a killed worker's numbers start elsewhere within
 *   lock + two stalled checks (measured: under 8 s).
 * - `work`: everything that begins and ends.
 */
export const QUEUE_NAMES = ['whatsapp-sessions', 'work'] as const;

export type QueueName = (typeof QUEUE_NAMES)[number];

/** "For ever" as a number that survives JSON and fits PostgreSQL's integer. */
export const PRACTICALLY_UNLIMITED = 1_000_000_000;

export interface QueueSettings {
  /** A job whose worker has not renewed for this long belongs to whoever takes it. */
  readonly lockDurationMs: number;
  readonly stalledIntervalMs: number;
  /** Seconds that an idle worker blocks before it looks again without being woken. */
  readonly drainDelaySeconds: number;
  /** Whether shutting down tells running jobs at once (they never end by themselves) or waits for them. */
  readonly stopOnShutdown: boolean;
  /** Connections of one consumer's PostgreSQL pool; its LISTEN connection comes on top. */
  readonly poolSize: number;
}

export const QUEUES: Readonly<Record<QueueName, QueueSettings>> = {
  'whatsapp-sessions': {
    lockDurationMs: 5_000,
    stalledIntervalMs: 2_000,
    drainDelaySeconds: 2,
    stopOnShutdown: true,
    poolSize: 2,
  },
  work: {
    lockDurationMs: 15_000,
    stalledIntervalMs: 5_000,
    drainDelaySeconds: 5,
    stopOnShutdown: false,
    poolSize: 2,
  },
};
