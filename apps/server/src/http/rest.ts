import { DomainError } from '@siar/shared';
import { type AnyRouter, callTRPCProcedure } from '@trpc/server';
import type { Request, RequestHandler } from 'express';
import type { Logger } from '../platform/logger.ts';
import { logFailure, sendRefusal } from './error-response.ts';
import { toDomainError } from './errors.ts';
import type { CreateRequestContext } from './request-context.ts';
import { factsFor } from './request.ts';
import { queryInput, shapeOf } from './rest-input.ts';
import type { ProcedureMeta } from './trpc.ts';

/** A procedure that is also an address. */
export interface RestRoute {
  procedure: string;
  type: 'query' | 'mutation';
  method: string;
  /** As in the OpenAPI document: `/blasts/{id}/launch`, below `/api/v1`. */
  path: string;
  successStatus: number;
  inputs: readonly unknown[];
}

/** Every procedure that names an address in its `meta.openapi`, whatever its depth in the router. */
export function restRoutesOf(router: AnyRouter): RestRoute[] {
  return proceduresOf(router).flatMap(({ path: procedure, type, meta, inputs }) => {
    const { openapi } = meta;
    if (openapi === undefined || openapi.enabled === false || type === 'subscription') return [];
    const { method, path, successStatus = 200 } = openapi;
    return [{ procedure, type, method, path, successStatus, inputs }];
  });
}

export interface ProcedureFacts {
  path: string;
  type: 'query' | 'mutation' | 'subscription';
  meta: ProcedureMeta;
  /** Zod schemas, in the order in which they are applied. */
  inputs: readonly unknown[];
}

type ProcedureDefinition = Pick<ProcedureFacts, 'type' | 'inputs'> & { meta?: ProcedureMeta };

/** All procedures of a router, by name. */
export function proceduresOf(router: AnyRouter): ProcedureFacts[] {
  const procedures = router._def.procedures as Record<string, { _def: ProcedureDefinition }>;
  return Object.entries(procedures).map(([path, { _def }]) => ({
    path,
    type: _def.type,
    meta: _def.meta ?? {},
    inputs: _def.inputs,
  }));
}

interface Match {
  route: RestRoute;
  parameters: Record<string, string>;
}

function createMatcher(routes: readonly RestRoute[]): (method: string, path: string) => Match | null {
  const compiled = routes
    .map((route) => {
      const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
      const literal = route.path.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`);
      return { route, names, pattern: new RegExp(`^${literal.replaceAll(/\{\w+\}/g, '([^/]+)')}/?$`) };
    })
    // `/contacts/imports` before `/contacts/{id}`.
    .sort((one, other) => one.names.length - other.names.length);
  return (method, path) => {
    for (const { route, names, pattern } of compiled) {
      if (route.method !== method) continue;
      const values = pattern.exec(path)?.slice(1);
      if (values === undefined) continue;
      const entries = names.map((name, index) => [name, decode(values[index] ?? '')] as const);
      return { route, parameters: Object.fromEntries(entries) };
    }
    return null;
  };
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new DomainError('not_found', { what: 'route' });
  }
}

/**
 * Serves the router's procedures as REST. Ours rather than trpc-to-openapi's handler, which has an error body of
 * its own, knows no status but 200, and switches coercion on inside the schemas that tRPC uses too (`"false"`
 * would become true there). The document is still its work (openapi.ts), from the same metadata.
 *
 * Mounted at `/api/v1`, after the JSON parser; what it does not know goes on to the next handler.
 */
export function createRestHandler({ router, createContext, logger }: RestDeps): RequestHandler {
  const match = createMatcher(restRoutesOf(router));
  return async (request, response, next) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    const facts = factsFor(response);
    const found = match(request.method === 'HEAD' ? 'GET' : request.method, pathname);
    if (found === null) return next();
    const { route, parameters } = found;
    facts.route = `${request.baseUrl}${route.path}`;
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    try {
      const ctx = await createContext(request, response);
      const input = inputOf({ request, route, searchParams, parameters });
      const output: unknown = await callTRPCProcedure({
        router,
        path: route.procedure,
        type: route.type,
        ctx,
        getRawInput: () => Promise.resolve(input),
        signal: gone.signal,
        batchIndex: 0,
      });
      response.setHeader('Cache-Control', 'no-store');
      if (output === undefined || route.successStatus === 204) response.status(204).end();
      else response.status(route.successStatus).json(output);
    } catch (error) {
      const refusal = asNotFound(toDomainError(error, facts), parameters);
      logFailure(logger, { ...facts, refusal, procedure: route.procedure });
      sendRefusal(response, refusal);
    }
  };
}

/** An id of the wrong shape is an id that nobody has: the address leads nowhere. */
function asNotFound(refusal: DomainError, parameters: Record<string, string>): DomainError {
  const { issues } = refusal.details;
  if (refusal.code !== 'invalid_input' || !Array.isArray(issues) || issues.length === 0) return refusal;
  const places = (issues as { path: string }[]).map(({ path }) => path.split('.')[0] ?? '');
  const isOnlyAddress = places.every((place) => Object.hasOwn(parameters, place));
  return isOnlyAddress ? new DomainError('not_found', {}, { cause: refusal }) : refusal;
}

interface RestDeps {
  router: AnyRouter;
  createContext: CreateRequestContext;
  logger: Logger;
}

/** Path parameters win over what else bears their name: the address says what is meant. */
function inputOf(from: {
  request: Request;
  route: RestRoute;
  searchParams: URLSearchParams;
  parameters: Record<string, string>;
}): unknown {
  const { request, route, searchParams, parameters } = from;
  const shape = shapeOf(route.inputs) ?? {};
  if (route.method === 'GET' || route.method === 'DELETE') {
    return { ...queryInput(searchParams, shape), ...parameters };
  }
  const body: unknown = request.body ?? {};
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    const issue = { path: '', kind: 'invalid_type', message: 'the body must be a JSON object' };
    throw new DomainError('invalid_input', { issues: [issue] });
  }
  return { ...body, ...parameters };
}
