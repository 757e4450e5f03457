import type { WhatsAppStateReason } from '../../platform/whatsapp/engine.ts';

/** Nothing that time heals: somebody has to do something and connect again. */
const LASTING: readonly WhatsAppStateReason[] = [
  'qr_expired',
  'credentials_unreadable',
  'deprecated_version',
  'proxy_blocked',
  'page_changed',
  'browser_unavailable',
];

/** Whether an engine that gave up is opened again by itself, with growing pauses, or waits for a person. */
export function afterFailure(reason: WhatsAppStateReason): 'try-again' | 'give-up' {
  return LASTING.includes(reason) ? 'give-up' : 'try-again';
}
