import { Router } from 'express';
import type { Metrics } from '../platform/metrics.ts';

/** `/metrics` in Prometheus' text. Gauges that are read rather than counted are read now. */
export function createMetricsRoute({ metrics, readGauges }: MetricsRouteOptions): Router {
  const router = Router();
  router.get('/metrics', async (_request, response) => {
    // A queue that is away must not hide the rest.
    await readGauges().catch(() => undefined);
    response.setHeader('Content-Type', metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  return router;
}

interface MetricsRouteOptions {
  metrics: Metrics;
  readGauges: () => Promise<void>;
}
