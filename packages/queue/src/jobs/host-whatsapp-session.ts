import { z } from 'zod';
import { defineJob } from '../define-job.ts';

/**
 * Holds one linked number for as long as it should be connected: runs the engine, keeps QR and state flowing,
 * drains the tenant's messages. One such job per number; whoever runs it owns the number.
 *
 * Ends with `done()` when the number should no longer be connected, `handOver()` when this process must go.
 * A throw is a lost connection: it is tried again for ever, with backoff.
 */
export const hostWhatsAppSession = defineJob({
  name: 'host-whatsapp-session',
  queue: 'whatsapp-sessions',
  payload: z.object({ sessionId: z.uuid() }),
  deduplicationId: ({ sessionId }) => `host-${sessionId}`,
  options: {
    attempts: Infinity,
    backoff: { firstMs: 1_000, maxMs: 60_000 },
    maxCrashes: Infinity,
    // "Connect" pressed while the old host is still winding down must not get lost.
    whileRunning: 'run-again',
  },
});
