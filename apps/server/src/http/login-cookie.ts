import type { IncomingMessage, ServerResponse } from 'node:http';

export const LOGIN_COOKIE = 'siar_login';

/** As long as a browser may keep a cookie at most; the login session behind it ends earlier by itself. */
const MAX_AGE_SECONDS = 400 * 24 * 60 * 60;

/** How a request says who it comes from. */
export type Credential = { kind: 'bearer' | 'cookie'; token: string } | null;

/** A bearer token wins over the cookie: who sends one means it, and no foreign page can. */
export function credentialOf(request: IncomingMessage): Credential {
  const bearer = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return { kind: 'bearer', token: bearer };
  const token = cookieOf(request.headers.cookie ?? '', LOGIN_COOKIE);
  return token === null ? null : { kind: 'cookie', token };
}

function cookieOf(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const [key, value = ''] = pair.trim().split('=', 2);
    if (key === name && value !== '') return value;
  }
  return null;
}

/** @param isSecure whether people reach us by https; a Secure cookie would not come back over http */
export function setLoginCookie(
  response: ServerResponse,
  { token, isSecure }: { token: string | null; isSecure: boolean },
): void {
  const parts = [
    `${LOGIN_COOKIE}=${token ?? ''}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    `Max-Age=${token === null ? 0 : MAX_AGE_SECONDS}`,
  ];
  if (isSecure) parts.push('Secure');
  response.appendHeader('Set-Cookie', parts.join('; '));
}
