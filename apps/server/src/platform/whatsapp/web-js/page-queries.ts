import type { Page } from 'puppeteer';

/** What we ask the page beside the library. Each runs in the browser and may use nothing from outside itself. */

interface PageWid {
  _serialized: string;
  user: string;
}
interface PageMsg {
  id: { id: string; fromMe: boolean; remote: string | PageWid };
  from?: string | PageWid;
  ack?: number;
  body?: string;
  type?: string;
  t?: number;
}
interface PageModules {
  WAWebCollections: {
    Msg: {
      get: (id: string) => PageMsg | undefined;
      getMessagesById: (ids: string[]) => Promise<{ messages?: PageMsg[] } | undefined>;
      getModelsArray: () => PageMsg[];
    };
  };
  WAWebWidFactory: { createWid: (text: string) => PageWid };
  WAWebApiContact: {
    getCurrentLid: (wid: PageWid) => PageWid | undefined;
    getPhoneNumber: (wid: PageWid) => PageWid | undefined;
  };
  WAWebSocketModel: { Socket: { logout: () => Promise<void> } };
}
declare const window: {
  require: <Name extends keyof PageModules>(name: Name) => PageModules[Name];
  siarRefusals?: Record<string, number | null>;
};

/** Ack of our message to `chatId`, looked up under the number and under its LID; null when the page has none. */
export function ackOf(
  page: Page,
  { chatId, messageId }: { chatId: string; messageId: string },
): Promise<number | null> {
  return page.evaluate(
    async (chat, id) => {
      const { Msg } = window.require('WAWebCollections');
      const wid = window.require('WAWebWidFactory').createWid(chat);
      const contacts = window.require('WAWebApiContact');
      const others = [contacts.getCurrentLid(wid), contacts.getPhoneNumber(wid)];
      const chats = new Set([chat, ...others.flatMap((other) => (other ? [other._serialized] : []))]);
      for (const one of chats) {
        const key = `true_${one}_${id}`;
        const msg = Msg.get(key) ?? (await Msg.getMessagesById([key]))?.messages?.[0];
        if (msg) return msg.ack ?? 0;
      }
      return null;
    },
    chatId,
    messageId,
  );
}

export interface CaughtUp {
  acks: { messageId: string; ack: number }[];
  incoming: { messageId: string; from: string; body: string; at: number }[];
}

/**
 * Trap 23: what came while away raised no event. Answers what lies in the page's memory since `sinceSeconds`.
 */
export function catchUp(page: Page, sinceSeconds: number): Promise<CaughtUp> {
  return page.evaluate((since) => {
    const acks: CaughtUp['acks'] = [];
    const incoming: CaughtUp['incoming'] = [];
    const text = (wid: string | PageWid | undefined) =>
      typeof wid === 'object' ? wid._serialized : (wid ?? '');
    for (const msg of window.require('WAWebCollections').Msg.getModelsArray()) {
      if ((msg.t ?? 0) < since) continue;
      if (msg.id.fromMe) acks.push({ messageId: msg.id.id, ack: msg.ack ?? 0 });
      else if (msg.type === 'chat') {
        incoming.push({ messageId: msg.id.id, from: text(msg.from), body: msg.body ?? '', at: msg.t ?? 0 });
      }
    }
    return { acks, incoming };
  }, sinceSeconds);
}

/** The digits behind an address, or null when a LID hides them from this page. */
export function numberBehind(page: Page, address: string): Promise<string | null> {
  return page.evaluate((text) => {
    const wid = window.require('WAWebWidFactory').createWid(text);
    return window.require('WAWebApiContact').getPhoneNumber(wid)?.user ?? null;
  }, address);
}

/** WhatsApp's error number for a refused message, null when it gave none. */
export function refusalOf(page: Page, messageId: string): Promise<number | null> {
  return page.evaluate((id) => window.siarRefusals?.[id] ?? null, messageId);
}

export function unlinkDevice(page: Page): Promise<void> {
  return page.evaluate(() => window.require('WAWebSocketModel').Socket.logout());
}
