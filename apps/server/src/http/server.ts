import { createServer } from 'node:http';
import type { Composition } from '../compose.ts';
import { createApp } from './app.ts';
import { createHealthChecks, createQueueGauges } from './health-checks.ts';
import { closeServer, listen } from './listen.ts';
import { createOriginPolicy } from './origin.ts';
import { plainRoutes } from './plain-routes.ts';
import { appRouter } from './router.ts';
import { attachSockets } from './sockets.ts';
import { findWebDirectory } from './web-app.ts';

/** What an upload of 2 GB may take on a slow line; slow headers are cut off after Node's own minute. */
const REQUEST_TIMEOUT_MS = 30 * 60_000;
const DRAIN_MS = 5_000;

export interface ApiServer {
  port: number;
  /** Cuts all WebSockets without a word. For tests. */
  cutSockets(): void;
  close(): Promise<void>;
}

/** The API on its port: REST, tRPC, WebSocket, health, metrics and the SPA. */
export async function startApiServer(composition: Composition): Promise<ApiServer> {
  const { config, logger, metrics, services, events, rateLimits } = composition;
  const authenticate = (bearer: string) => services.auth.authenticate(bearer);
  const originPolicy = createOriginPolicy([config.publicUrl, ...config.allowedOrigins]);
  const callLimiter = rateLimits.createLenientLimiter({
    name: 'api-address',
    points: config.apiCallsPerMinute,
    seconds: 60,
  });
  const app = createApp({
    config,
    logger,
    metrics,
    services,
    authenticate,
    router: appRouter,
    plainRoutes,
    originPolicy,
    callLimiter,
    healthChecks: createHealthChecks(composition),
    readGauges: createQueueGauges(composition),
    webDirectory: findWebDirectory(import.meta.url),
    version: '0.1.0',
  });
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, app);
  const sockets = attachSockets({
    server,
    router: appRouter,
    services,
    authenticate,
    originPolicy,
    callLimiter,
    trustedProxies: config.trustedProxies,
    events,
    logger,
    metrics,
  });
  const port = await listen(server, config.port).catch(async (error: unknown) => {
    await sockets.close();
    throw error;
  });
  return {
    port,
    cutSockets: () => sockets.cut(),
    async close() {
      await Promise.all([sockets.close(), closeServer(server, DRAIN_MS)]);
    },
  };
}
