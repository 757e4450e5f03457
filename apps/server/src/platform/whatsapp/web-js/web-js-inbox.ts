import type { Page } from 'puppeteer';
import type { Logger } from '../../logger.ts';
import type { EngineAnnouncer } from '../shared/engine-announcer.ts';
import type { LibraryMessage } from './library.ts';
import { catchUp, numberBehind } from './page-queries.ts';

/** How far back a fresh `ready` looks for what was missed. */
const CATCH_UP_SECONDS = 3 * 86_400;

export interface WebJsInbox {
  message(message: LibraryMessage): void;
  /** Trap 23: what came while away raised no event; it lies in the page's memory at `ready`. */
  tellMissed(): Promise<void>;
}

export function createWebJsInbox({
  getPage,
  announcer,
  onReceipt,
  logger,
}: {
  /** Null once the engine ends. */
  getPage: () => Page | null;
  announcer: EngineAnnouncer;
  onReceipt: (messageId: string, ack: number) => void;
  logger: Logger;
}): WebJsInbox {
  async function tell(message: { messageId: string; from: string; body: string; at: number }): Promise<void> {
    const [user = '', server] = message.from.split('@');
    if (server !== 'c.us' && server !== 'lid') return;
    // Trap 26: the digits of a LID are no phone number.
    const digits = server === 'c.us' ? user : await ask(message.from);
    const { messageId, body } = message;
    const from = digits === null ? null : `+${digits}`;
    announcer.incoming({ messageId, from, body, at: new Date(message.at * 1000) });
  }

  async function ask(lid: string): Promise<string | null> {
    const page = getPage();
    return page ? numberBehind(page, lid).catch(() => null) : null;
  }

  return {
    message({ type, id, from, body, timestamp }) {
      if (type === 'chat') void tell({ messageId: id.id, from, body, at: timestamp });
    },
    async tellMissed() {
      const page = getPage();
      if (!page) return;
      try {
        const since = Math.floor(Date.now() / 1000) - CATCH_UP_SECONDS;
        const { acks, incoming } = await catchUp(page, since);
        for (const { messageId, ack } of acks) onReceipt(messageId, ack);
        for (const message of incoming) await tell(message);
      } catch (error) {
        if (getPage()) logger.warn({ err: error }, 'what came while away could not be read');
      }
    },
  };
}
