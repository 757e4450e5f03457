/**
 * The page dialect, over a WebSocket at `wss://web.whatsapp.com/ws/chat`. One JSON frame per WebSocket message; `q`
 * pairs an answer with its question. `wid` is WhatsApp's own spelling of an address (`62…@c.us`, `…@lid`). It stands
 * in for the real page's binary protocol, which no test may depend on.
 */
export type PageFrame =
  | { t: 'hello'; token: string | null }
  | { t: 'refresh' }
  | { t: 'pair'; q: number; phone: string }
  | { t: 'online' }
  | { t: 'exists'; q: number; wid: string }
  | { t: 'logout'; q: number }
  | { t: 'send'; message: PageMessage }
  /** Every event up to and with this number was taken. */
  | { t: 'got'; n: number };

export interface PageMessage {
  /** Serialized message key, `true_<chat>_<id>`. */
  key: string;
  id: string;
  chat: string;
  type: string;
  body: string;
  mimeType?: string;
  fileName?: string;
  size?: number;
  sha256?: string;
}

export type HostFrame =
  /** A QR reference; null when there are no more until `refresh`. */
  | { t: 'reference'; reference: string | null }
  | { t: 'paired'; token: string; wid: string; lid: string; pushName: string }
  | { t: 'welcome' }
  | { t: 'revoked' }
  | { t: 'online-done' }
  | (EventFrame & { n: number })
  | { t: 'logout' }
  /** A test acts inside the page: a statement list, for what no lever can do. */
  | { t: 'run'; script: string }
  | { t: 'state'; state: string }
  | { t: 'answer'; q: number; error?: string; code?: string; exists?: boolean; wid?: string; lid?: string };

/** What happened to the account; the page confirms each by its number. */
export type EventFrame =
  | { t: 'ack'; id: string; chats: string[]; ack: -1 | 1 | 2 | 3; error?: number }
  | { t: 'incoming'; id: string; from: string; fromWid: string; fromLid: string; body: string; at: number };

/** What the simulated page is told when it loads; each switch keeps a behaviour that was seen in the wild. */
export interface PageConfig {
  version: string;
  /** Wait between connected and synced, in milliseconds. */
  syncDelayMs: number;
  /** Do not flip `hasSynced` before someone listens; off reproduces the lost `ready` (trap 2). */
  syncGate: boolean;
  /** Send again after a restart what was never acknowledged. */
  resendPending: boolean;
  /** How the page behaves when the phone unlinks it. */
  logoutStyle: 'navigate' | 'state';
  /** Chats live under LIDs; a number never looked up cannot be written to. */
  lidMode: boolean;
  /** Known changes of the live page since whatsapp-web.js 1.34.7 (July to September 2026). */
  drift: { msgKey: boolean; mediaId: boolean; downloadMime: boolean };
  /** Module names the page pretends not to have. */
  removeModules: string[];
}

export const USUAL_PAGE: PageConfig = {
  version: '2.3000.1099999999',
  syncDelayMs: 0,
  syncGate: true,
  resendPending: true,
  logoutStyle: 'navigate',
  lidMode: false,
  drift: { msgKey: false, mediaId: false, downloadMime: false },
  removeModules: [],
};
