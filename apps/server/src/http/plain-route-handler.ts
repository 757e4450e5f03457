import { DomainError } from '@siar/shared';
import { type RequestHandler, Router } from 'express';
import type { PlainRoute } from './plain-routes.ts';
import type { CreateRequestContext } from './request-context.ts';
import { factsFor } from './request.ts';

/** Serves the plain routes; what they throw goes to the error handler as everything does. */
export function createPlainRouter(
  routes: readonly PlainRoute[],
  createContext: CreateRequestContext,
): Router {
  const router = Router();
  for (const route of routes) {
    const pattern = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    if (route.method === 'GET') router.get(pattern, serve(route, createContext));
    else router.post(pattern, serve(route, createContext));
  }
  return router;
}

function serve(route: PlainRoute, createContext: CreateRequestContext): RequestHandler {
  return async (request, response) => {
    factsFor(response).route = `${request.baseUrl}${route.path}`;
    const ctx = await createContext(request, response);
    const { caller } = ctx;
    if (caller === null) throw new DomainError('unauthenticated');
    if (route.access === 'admin' && caller.role !== 'ADMIN') throw new DomainError('forbidden');
    const params = Object.fromEntries(
      Object.entries(request.params).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join('/') : value,
      ]),
    );
    response.setHeader('Cache-Control', 'no-store');
    await route.handle(request, response, { ...ctx, caller, userId: caller.id, params });
  };
}
