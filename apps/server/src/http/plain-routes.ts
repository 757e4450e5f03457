import type { Request, Response } from 'express';
import type { OpenAPIObject } from 'trpc-to-openapi';
import { blastRoutes } from '../features/blasts/blasts.routes.ts';
import { importRoutes } from '../features/contacts/imports.routes.ts';
import type { Caller, RequestContext } from './trpc.ts';

type PathItem = NonNullable<OpenAPIObject['paths']>[string];
export type OpenApiOperation = NonNullable<PathItem['get']>;

/** The context of a plain route: that of a procedure, with the caller and the values of `{…}` in the path. */
export interface PlainRouteContext extends RequestContext {
  caller: Caller;
  /** The tenant. */
  userId: string;
  /** Not yet parsed: an id may be anything. */
  params: Readonly<Record<string, string>>;
}

/**
 * What cannot be a procedure, because it takes or gives something other than JSON: uploads and downloads.
 * Its body is not read before it runs. A feature declares its routes beside its router and adds them to
 * `plainRoutes`; authentication, the Origin check, limits, error bodies, the OpenAPI document and the isolation
 * test come with that.
 */
export interface PlainRoute {
  method: 'GET' | 'POST';
  /** Below `/api/v1`, as OpenAPI writes it: `/contacts/imports/{id}/errors.csv`. */
  path: `/${string}`;
  access: 'user' | 'admin';
  /** What the OpenAPI document says. Path parameters, errors and security are added. */
  operation: Pick<OpenApiOperation, 'summary' | 'description' | 'tags' | 'parameters' | 'requestBody'> & {
    responses: NonNullable<OpenApiOperation['responses']>;
  };
  /** Answers, or throws as a procedure does. What it throws after it began to answer cuts the answer off. */
  handle(request: Request, response: Response, ctx: PlainRouteContext): Promise<void>;
}

/** Each feature adds its routes here. */
export const plainRoutes: readonly PlainRoute[] = [...importRoutes, ...blastRoutes];
