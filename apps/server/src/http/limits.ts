import { DomainError } from '@siar/shared';
import { json, type RequestHandler } from 'express';
import { type Limiter, waitOf } from '../platform/rate-limit.ts';
import { factsFor } from './request.ts';

/** Room for some 250,000 pasted numbers; files go through the import, which streams. */
export const BODY_LIMIT_BYTES = 5_000_000;
/** Calls in one tRPC batch. The SPA's busiest page makes eight. */
export const MAX_BATCH = 50;

/** One address, so many calls a minute; a batch counts as its calls. */
export function createCallLimit(limiter: Limiter): RequestHandler {
  return async (request, response, next) => {
    const calls = request.baseUrl === '/trpc' ? Math.min(request.path.split(',').length, MAX_BATCH) : 1;
    try {
      await limiter.consume(factsFor(response).address, calls);
    } catch (error) {
      const waitMs = waitOf(error);
      // A store that is away lets through: availability is worth more here than the count.
      if (waitMs !== null) {
        throw new DomainError('rate_limited', { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) });
      }
    }
    next();
  };
}

const parseJson = json({ limit: BODY_LIMIT_BYTES, type: ['application/json', 'application/*+json'] });

const refuseOtherBodies: RequestHandler = (request, _response, next) => {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length']) > 0;
  const readsBody = !['GET', 'HEAD', 'DELETE', 'OPTIONS'].includes(request.method);
  if (hasBody && readsBody && !request.is(['application/json', 'application/*+json'])) {
    throw new DomainError('unsupported_media_type', { contentType: request.headers['content-type'] ?? null });
  }
  next();
};

/** A JSON body or none: what says it is something else is refused rather than ignored. */
export const jsonBody: readonly RequestHandler[] = [refuseOtherBodies, parseJson];
