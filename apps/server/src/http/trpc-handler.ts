import { DomainError } from '@siar/shared';
import type { AnyRouter } from '@trpc/server';
import { createExpressMiddleware } from '@trpc/server/adapters/express';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from '../platform/logger.ts';
import { logFailure } from './error-response.ts';
import { httpStatusOf, toDomainError } from './errors.ts';
import { BODY_LIMIT_BYTES, MAX_BATCH } from './limits.ts';
import type { CreateRequestContext } from './request-context.ts';
import { factsFor } from './request.ts';
import { proceduresOf } from './rest.ts';
import { errorShapeOf, type RequestContext } from './trpc.ts';

/** The router over HTTP, at `/trpc`. */
export function createTrpcHandler({ router, createContext, logger }: TrpcHandlerDeps): RequestHandler {
  const types = new Map(proceduresOf(router).map(({ path, type }) => [path, type]));
  const handle = createExpressMiddleware({
    router,
    createContext: ({ req, res }) => createContext(req, res),
    maxBodySize: BODY_LIMIT_BYTES,
    maxBatchSize: MAX_BATCH,
    onError({ error, path, ctx, req }) {
      const facts = req.res === undefined ? { requestId: '' } : factsFor(req.res);
      // The router's context type is not known here; ours is what createContext makes.
      const context = ctx as RequestContext | undefined;
      const refusal = toDomainError(error, facts);
      logFailure(logger, { ...facts, refusal, procedure: path, userId: context?.caller?.id });
    },
  });
  return (request, response, next) => {
    const procedure = request.path.slice(1);
    factsFor(response).route = `/trpc/${types.has(procedure) ? procedure : '[batch]'}`;
    // Subscriptions go over the WebSocket alone: there, a login that ends closes them at once.
    if (procedure.split(',').some((name) => types.get(name) === 'subscription')) {
      throw new DomainError('not_found', { what: 'procedure' });
    }
    response.setHeader('Cache-Control', 'no-store');
    handle(request, response, next);
  };
}

interface TrpcHandlerDeps {
  router: AnyRouter;
  createContext: CreateRequestContext;
  logger: Logger;
}

/** What was refused before tRPC saw it (origin, too many calls), in the shape that a tRPC client reads. */
export const trpcErrorHandler: ErrorRequestHandler = (thrown: unknown, request, response, _next) => {
  // Express knows an error handler by its four parameters.
  const facts = factsFor(response);
  const refusal = toDomainError(thrown, facts);
  const { retryAfterSeconds } = refusal.details;
  if (typeof retryAfterSeconds === 'number') response.setHeader('Retry-After', String(retryAfterSeconds));
  const error = errorShapeOf(refusal, { path: undefined, locale: facts.locale });
  const isBatch = request.query['batch'] === '1';
  const answers = isBatch ? request.path.split(',').map(() => ({ error })) : { error };
  response.status(httpStatusOf(refusal.code)).json(answers);
};
