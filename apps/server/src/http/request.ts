import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Locale, localeOf } from '@siar/shared';
import type { Request, Response } from 'express';

/** What every request carries from its first moment on, whatever answers it. */
export interface RequestFacts {
  requestId: string;
  /** Client address; behind trusted proxies, the one they name. */
  address: string;
  userAgent: string | null;
  locale: Locale;
  /** Who it is, once that is known. For the log. */
  userId?: string;
  /** The pattern of the address, once that is known. For the metrics, whose labels must be few. */
  route?: string;
}

const REQUEST_ID = /^[\w-]{8,64}$/;

/** A proxy's `X-Request-Id` is kept when it is a plain word: a line of the log is found by it on both sides. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

export function factsOf(request: Request): RequestFacts {
  return {
    requestId: requestIdOf(request),
    address: request.ip ?? request.socket.remoteAddress ?? 'unknown',
    userAgent: request.headers['user-agent']?.slice(0, 500) ?? null,
    locale: localeOf(request.headers['accept-language']),
  };
}

/**
 * The client address of an upgrade, which Express does not see: the entry that the outermost trusted proxy added.
 *
 * @param trustedProxies how many proxies stand in front of us
 */
export function addressOfUpgrade(request: IncomingMessage, trustedProxies: number): string {
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
  const named = trustedProxies > 0 ? (forwarded.at(-trustedProxies) ?? forwarded[0]) : undefined;
  return named ?? request.socket.remoteAddress ?? 'unknown';
}

const facts = new WeakMap<Response, RequestFacts>();

export function rememberFacts(response: Response, value: RequestFacts): void {
  facts.set(response, value);
}

export function factsFor(response: Response): RequestFacts {
  const value = facts.get(response);
  if (value === undefined) throw new Error('the request has not passed the first middleware');
  return value;
}
