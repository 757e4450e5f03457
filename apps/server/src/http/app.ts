import cors from 'cors';
import express, { type Express, type RequestHandler } from 'express';
import type { Config } from '../config.ts';
import type { Logger } from '../platform/logger.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Limiter } from '../platform/rate-limit.ts';
import type { Services } from '../services.ts';
import { createAccessLog } from './access-log.ts';
import { createDocs } from './docs.ts';
import { createErrorHandler, unknownRoute } from './error-response.ts';
import { createHealth, type HealthCheck } from './health.ts';
import { createCallLimit, jsonBody } from './limits.ts';
import { createMetricsRoute } from './metrics-route.ts';
import { API_PREFIX, createOpenApiDocument } from './openapi.ts';
import { checkOrigin, type OriginPolicy } from './origin.ts';
import { createPlainRouter } from './plain-route-handler.ts';
import type { PlainRoute } from './plain-routes.ts';
import { type Authenticate, createRequestContext } from './request-context.ts';
import { createRestHandler } from './rest.ts';
import type { AppRouter } from './router.ts';
import { createSecurityHeaders } from './security-headers.ts';
import { createTrpcHandler, trpcErrorHandler } from './trpc-handler.ts';
import { createWebApp } from './web-app.ts';

export interface AppOptions {
  config: Pick<Config, 'publicUrl' | 'trustedProxies'>;
  logger: Logger;
  metrics: Metrics;
  services: Services;
  authenticate: Authenticate;
  router: AppRouter;
  plainRoutes: readonly PlainRoute[];
  originPolicy: OriginPolicy;
  callLimiter: Limiter;
  healthChecks: Readonly<Record<string, HealthCheck>>;
  readGauges: () => Promise<void>;
  /** The built SPA; null serves the API alone. */
  webDirectory: string | null;
  version: string;
}

/** The whole HTTP face, in the order in which a request meets it. Opens nothing. */
export function createApp(options: AppOptions): Express {
  const { config, logger, metrics, services, authenticate, router, plainRoutes, originPolicy } = options;
  const isSecure = config.publicUrl.startsWith('https:');
  const createContext = createRequestContext({ services, authenticate, isSecure });
  const limitCalls = createCallLimit(options.callLimiter);

  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustedProxies);
  app.use(createAccessLog({ logger, metrics }));
  app.use(createSecurityHeaders(config.publicUrl));
  app.use(createHealth({ checks: options.healthChecks, logger }));
  app.use(createMetricsRoute({ metrics, readGauges: options.readGauges }));
  app.use(['/trpc', '/api'], allowOrigins(originPolicy), limitCalls, refuseForeignMutations(originPolicy));

  app.use('/trpc', createTrpcHandler({ router, createContext, logger }));
  app.use('/trpc', trpcErrorHandler);

  app.use('/api', createDocs(createOpenApiDocument({ router, plainRoutes, version: options.version })));
  app.use(API_PREFIX, createPlainRouter(plainRoutes, createContext));
  app.use(API_PREFIX, ...jsonBody, createRestHandler({ router, createContext, logger }));
  app.use('/api', unknownRoute);

  if (options.webDirectory !== null) app.use(createWebApp(options.webDirectory));
  app.use(unknownRoute);
  app.use(createErrorHandler(logger));
  return app;
}

function allowOrigins(policy: OriginPolicy): RequestHandler {
  return cors({
    origin: (origin, decide) => decide(null, origin !== undefined && policy.isListed(origin)),
    credentials: true,
    methods: ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'],
    allowedHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'Accept-Language', 'X-Request-Id'],
    exposedHeaders: ['X-Request-Id', 'Retry-After', 'Content-Disposition'],
    maxAge: 600,
  });
}

function refuseForeignMutations(policy: OriginPolicy): RequestHandler {
  return (request, _response, next) => {
    if (!['GET', 'HEAD', 'OPTIONS'].includes(request.method)) checkOrigin(request, policy);
    next();
  };
}
