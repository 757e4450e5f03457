import type { Request, RequestHandler } from 'express';
import { type Logger, maskNumbersIn } from '../platform/logger.ts';
import type { Metrics } from '../platform/metrics.ts';
import { factsFor, factsOf, rememberFacts } from './request.ts';

/** The first middleware: gives the request its id, and when it is answered, one line and one measurement. */
export function createAccessLog({ logger, metrics }: { logger: Logger; metrics: Metrics }): RequestHandler {
  return (request, response, next) => {
    const start = process.hrtime.bigint();
    rememberFacts(response, factsOf(request));
    response.setHeader('X-Request-Id', factsFor(response).requestId);
    const path = loggedPath(request);
    response.once('close', () => {
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      const { requestId, userId, address, route = 'other' } = factsFor(response);
      const { method } = request;
      const status = response.writableFinished ? response.statusCode : 499;
      metrics.httpSeconds.observe({ method, route, status }, seconds);
      const line = { requestId, userId, address, method, path, status, ms: Math.round(seconds * 1000) };
      // Probes come every few seconds and say nothing new.
      logger[/^\/(health|metrics)/.test(path) ? 'debug' : 'info'](line, 'answered');
    });
    next();
  };
}

/** Without the query, which may hold a search for a person; a phone number in the path is masked. */
function loggedPath(request: Request): string {
  try {
    return maskNumbersIn(decodeURIComponent(request.path));
  } catch {
    return '[undecodable]';
  }
}
