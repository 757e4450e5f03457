import type { EventBus } from '../../platform/events/index.ts';
import type { WhatsAppView } from './whatsapp.schemas.ts';

/** A little after the expiry, so that the reading finds it expired. */
const AFTER_EXPIRY_MS = 20;

/**
 * The state of one tenant's number: now, and again whenever it changes or its QR runs out. Subscribes first and
 * reads then, so nothing that happens in between is missed.
 */
export async function* followStatus({
  userId,
  signal,
  events,
  read,
}: {
  userId: string;
  signal: AbortSignal | null;
  events: Pick<EventBus, 'subscribe' | 'onResync'>;
  read: () => Promise<WhatsAppView>;
}): AsyncGenerator<WhatsAppView> {
  let isNews = true;
  let wake = (): void => undefined;
  const notice = (): void => {
    isNews = true;
    wake();
  };
  const unsubscribe = await events.subscribe(['whatsapp.status'], (event) => {
    if (event.userId === userId) notice();
  });
  const stopResync = events.onResync(notice);
  signal?.addEventListener('abort', notice);
  let expiry: NodeJS.Timeout | undefined;
  try {
    let told = '';
    const isOver = (): boolean => signal?.aborted === true;
    while (!isOver()) {
      if (!isNews) await new Promise<void>((resolve) => (wake = resolve));
      isNews = false;
      if (isOver()) return;
      const view = await read();
      clearTimeout(expiry);
      const expiresAt = view.qrExpiresAt ?? view.pairingExpiresAt;
      if (expiresAt !== null)
        expiry = setTimeout(notice, Date.parse(expiresAt) - Date.now() + AFTER_EXPIRY_MS);
      const content = JSON.stringify(view);
      if (content === told) continue;
      told = content;
      yield view;
    }
  } finally {
    clearTimeout(expiry);
    signal?.removeEventListener('abort', notice);
    stopResync();
    unsubscribe();
  }
}
