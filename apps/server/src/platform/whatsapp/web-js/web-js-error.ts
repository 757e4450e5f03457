import type { WhatsAppStateReason } from '../engine.ts';
import { textOf } from './text-of.ts';

/** Words of Chromium, puppeteer, the library and the page become ours here, and only here. */
const START_FAILURES: [RegExp, WhatsAppStateReason][] = [
  [/failed to launch|ENOENT|could not find chrom|EACCES/i, 'browser_unavailable'],
  [/net::ERR_|ERR_NAME_NOT_RESOLVED|navigation.*failed/i, 'unreachable'],
  // A module that the page no longer has; minified page errors read `r: r`.
  [/unknown module|is not a function|of undefined|of null|^\w: \w$/i, 'page_changed'],
  // The library throws this as a bare string.
  [/auth timeout|ready timeout|timed? ?out/i, 'timed_out'],
  [/target closed|session closed|connection closed|browser.*(gone|disconnected|crashed)/i, 'browser_died'],
];

export function startFailure(error: unknown): WhatsAppStateReason {
  const text = textOf(error);
  return START_FAILURES.find(([pattern]) => pattern.test(text))?.[1] ?? 'internal';
}

/** Reasons of the library's `disconnected`: LOGOUT, or the state of the page's socket. */
export function isUnlinked(reason: string): boolean {
  return reason === 'LOGOUT' || reason === 'UNPAIRED' || reason === 'UNPAIRED_IDLE';
}

export function isBanned(reason: string): boolean {
  return reason === 'TOS_BLOCK' || reason === 'SMB_TOS_BLOCK';
}

export function disconnectReason(reason: string): WhatsAppStateReason {
  if (reason === 'CONFLICT') return 'conflict';
  if (reason === 'PROXYBLOCK') return 'proxy_blocked';
  return reason === 'DEPRECATED_VERSION' ? 'deprecated_version' : 'internal';
}
