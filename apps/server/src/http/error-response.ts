import { DomainError, errorMessage } from '@siar/shared';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { Logger } from '../platform/logger.ts';
import { httpStatusOf, toDomainError } from './errors.ts';
import { factsFor } from './request.ts';

/** The body of every refusal outside of tRPC. */
export interface ErrorBody {
  code: string;
  message: string;
  details: Readonly<Record<string, unknown>>;
}

/** Answers with `{code, message, details}`, the right status, and the caller's language. */
export function sendRefusal(response: Response, refusal: DomainError): void {
  const { locale } = factsFor(response);
  const body: ErrorBody = {
    code: refusal.code,
    message: errorMessage(refusal.code, locale),
    details: refusal.details,
  };
  const { retryAfterSeconds } = refusal.details;
  if (typeof retryAfterSeconds === 'number') response.setHeader('Retry-After', String(retryAfterSeconds));
  const status = httpStatusOf(refusal.code);
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  response.setHeader('Content-Language', locale);
  response.setHeader('Cache-Control', 'no-store');
  response.status(status).json(body);
}

/** Bugs and outages go to the log; a refusal is a normal answer. */
export function logFailure(
  logger: Logger,
  failure: {
    refusal: DomainError;
    requestId: string;
    procedure?: string | undefined;
    userId?: string | undefined;
  },
): void {
  const { refusal, requestId, procedure, userId } = failure;
  const where = { requestId, procedure, userId };
  if (refusal.code === 'internal')
    logger.error({ ...where, err: refusal.cause }, 'a request failed by our fault');
  if (refusal.code === 'unavailable') logger.warn({ ...where, err: refusal.cause }, 'a dependency is away');
}

/** The last word on everything that throws: a handler, a parser, the router. */
export function createErrorHandler(logger: Logger): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return (error: unknown, request, response, _next) => {
    const { requestId } = factsFor(response);
    const refusal = toDomainError(error, { requestId });
    logFailure(logger, { refusal, requestId });
    // Half an answer is already on its way (a download): cut it off, so that nobody takes it for the whole.
    if (response.headersSent) {
      request.socket.destroy();
      return;
    }
    sendRefusal(response, refusal);
  };
}

export const unknownRoute: RequestHandler = () => {
  throw new DomainError('not_found', { what: 'route' });
};
