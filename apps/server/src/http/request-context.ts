import type { IncomingMessage } from 'node:http';
import { DomainError } from '@siar/shared';
import type { Response } from 'express';
import type { Services } from '../services.ts';
import { credentialOf, setLoginCookie } from './login-cookie.ts';
import { factsFor } from './request.ts';
import type { Caller, RequestContext } from './trpc.ts';

/** Whom a login token or API key belongs to; null when to nobody. */
export type Authenticate = (bearer: string) => Promise<Caller | null>;

/** Printable ASCII, as a header can carry it. */
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;

/** A key that we could not keep is refused: dropped in silence, the repeated request would act twice. */
function idempotencyKeyOf(request: IncomingMessage): string | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key === 'string' && IDEMPOTENCY_KEY.test(key)) return key;
  const message = 'must be 1 to 200 printable ASCII characters without spaces';
  throw new DomainError('invalid_input', {
    issues: [{ path: 'Idempotency-Key', kind: 'invalid_format', message }],
  });
}

/** Builds what procedures and plain routes get, from a request that has passed the first middleware. */
export function createRequestContext({ services, authenticate, isSecure }: ContextDeps) {
  return async (request: IncomingMessage, response: Response): Promise<RequestContext> => {
    const credential = credentialOf(request);
    const caller = credential === null ? null : await authenticate(credential.token);
    const facts = factsFor(response);
    if (caller !== null) facts.userId = caller.id;
    const { requestId, address, userAgent, locale } = facts;
    return {
      requestId,
      address,
      userAgent,
      locale,
      services,
      caller,
      idempotencyKey: idempotencyKeyOf(request),
      setLoginCookie: (token) => setLoginCookie(response, { token, isSecure }),
    };
  };
}

export interface ContextDeps {
  services: Services;
  authenticate: Authenticate;
  isSecure: boolean;
}

export type CreateRequestContext = ReturnType<typeof createRequestContext>;
