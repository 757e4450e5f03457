import type { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import type { Browser, LaunchOptions, Page } from 'puppeteer';
import type WhatsAppWebJs from 'whatsapp-web.js';

/**
 * whatsapp-web.js 1.34.7 as it is: its typings leave out what we must override and type methods as properties.
 * Everything that reaches into the library is named here, so that an upgrade has one page to compare.
 */

/** A message as its events carry it. */
export interface LibraryMessage {
  id: { id: string; fromMe: boolean; remote: string; _serialized: string };
  from: string;
  to: string;
  body: string;
  type: string;
  /** Seconds since 1970. */
  timestamp: number;
  ack?: number;
}

export interface LibraryClientOptions {
  authStrategy: LibraryRemoteAuth;
  authTimeoutMs: number;
  /** The library hands it to puppeteer, which also takes text. */
  evalOnNewDoc: string;
  webVersionCache: { type: 'none' };
  puppeteer: LaunchOptions;
}

export interface LibraryClient extends EventEmitter {
  pupBrowser: Browser | null;
  pupPage: Page | null;
  info: { wid: { user: string; server: string } } | undefined;
  initialize(): Promise<void>;
  inject(): Promise<void>;
  destroy(): Promise<void>;
  getState(): Promise<string | null>;
  /** Digits or `…@c.us`; null when it is not on WhatsApp. */
  getNumberId(number: string): Promise<{ _serialized: string } | null>;
  requestPairingCode(number: string): Promise<string>;
  /** Resolves with undefined where the library lost its own message (drift of July 2026). */
  sendMessage(chatId: string, content: unknown, options: object): Promise<LibraryMessage | null | undefined>;
}

export interface LibraryRemoteAuth {
  beforeBrowserInitialized(): Promise<void>;
  afterAuthReady(): Promise<void>;
  disconnect(): Promise<void>;
  destroy(): Promise<void>;
  logout(): Promise<void>;
  /** Zips the profile into `<dataPath>/<session>.zip` and calls the store's `save`. */
  storeRemoteSession(options?: { emit: boolean }): Promise<void>;
}

export interface RemoteAuthOptions {
  clientId: string;
  dataPath: string;
  backupSyncIntervalMs: number;
  store: {
    sessionExists(options: { session: string }): Promise<boolean>;
    save(options: { session: string }): Promise<void>;
    extract(options: { session: string; path: string }): Promise<void>;
    delete(options: { session: string }): Promise<void>;
  };
}

export type LibraryMedia = WhatsAppWebJs.MessageMedia;

// Required, not imported: a bundler would hoist an import to the top of the whole program.
const library = createRequire(import.meta.url)('whatsapp-web.js') as typeof WhatsAppWebJs;

export const { MessageMedia } = library;

export const GenuineClient = library.Client as unknown as new (
  options: LibraryClientOptions,
) => LibraryClient;

export const GenuineRemoteAuth = library.RemoteAuth as unknown as new (
  options: RemoteAuthOptions,
) => LibraryRemoteAuth;
