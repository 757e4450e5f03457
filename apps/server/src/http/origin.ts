import type { IncomingMessage } from 'node:http';
import { DomainError } from '@siar/shared';
import { credentialOf } from './login-cookie.ts';

export interface OriginPolicy {
  /** Whether pages of this origin may call us with a person's cookie. */
  isAllowed(request: IncomingMessage): boolean;
  /** For CORS: whether pages of that origin may read our answers. */
  isListed(origin: string): boolean;
}

/**
 * The allow-list is the public address and what the operator added. A page that we served ourselves under another
 * name (127.0.0.1 beside localhost, a host name in the local network) is known by its Origin being our Host: a
 * foreign page cannot forge either, and a name that an attacker points at us gets no cookie, since cookies belong
 * to the name.
 */
export function createOriginPolicy(allowed: readonly string[]): OriginPolicy {
  const list = new Set(allowed);
  return {
    isAllowed(request) {
      const { origin } = request.headers;
      // No Origin: only same-origin pages of browsers that say so by Fetch Metadata.
      if (origin === undefined) return request.headers['sec-fetch-site'] === 'same-origin';
      if (list.has(origin)) return true;
      return URL.canParse(origin) && new URL(origin).host === request.headers.host;
    },
    isListed: (origin) => list.has(origin),
  };
}

/**
 * Refuses what a foreign page makes a browser do in a person's name. A program with a bearer token is trusted, for
 * no page can make a browser send one; a program without any credentials may do what anybody may.
 *
 * @throws DomainError origin_not_allowed
 */
export function checkOrigin(request: IncomingMessage, policy: OriginPolicy): void {
  const credential = credentialOf(request);
  if (credential?.kind === 'bearer') return;
  // Without a cookie an Origin still counts: a foreign page must not log a browser in to somebody else's account.
  if (credential === null && request.headers.origin === undefined) return;
  if (!policy.isAllowed(request)) throw new DomainError('origin_not_allowed');
}
