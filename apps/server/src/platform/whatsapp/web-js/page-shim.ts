/**
 * Runs inside the page, before its own scripts, through the library's official `evalOnNewDoc`: mends what WhatsApp
 * has changed since whatsapp-web.js 1.34.7 (nothing where no change is found) and lets us choose message ids.
 * It must not touch anything outside itself: it is sent to the browser as text.
 */

/** How the shim answers a send whose id the page already knows: `SIAR_DUPLICATE ack=2`. */
export const DUPLICATE_MARK = 'SIAR_DUPLICATE';

interface PageMsgKey {
  id: string;
  fromMe: boolean;
  remote: string | { _serialized?: string };
  participant?: { _serialized?: string };
  _serialized?: string;
  toString(): string;
}
interface PageMessage {
  id: PageMsgKey;
  from: unknown;
  ack?: number;
  siarMessageId?: string;
  __x_id?: unknown;
}
type Send = (
  chat: { id: unknown },
  message: PageMessage,
  ...rest: unknown[]
) => [Promise<unknown>, Promise<unknown>];
type Hooked = { isSiar?: boolean };
interface PageModules {
  WAWebMsgKey: new (parts: object) => PageMsgKey;
  WAWebWidFactory: { createWid: (text: string) => unknown };
  WAWebSendMsgChatAction: { addAndSendMsgToChat: Send & Hooked };
  WAWebCollections: {
    Msg: {
      getMessagesById: (ids: string[]) => Promise<{ messages?: PageMessage[] } | undefined>;
      getModelsArray: () => { directPath?: string; mimetype?: string }[];
    };
  };
  WAWebDownloadManager: {
    downloadManager: {
      downloadAndMaybeDecrypt: ((options: { directPath?: string; mimetype?: string }) => unknown) & Hooked;
    };
  };
}
interface SiarWindow {
  require: <Name extends keyof PageModules>(name: Name) => PageModules[Name];
  siarRepairs?: string[];
  siarRefusals?: Record<string, number | null>;
}
declare const window: SiarWindow;

/** The text for `evalOnNewDoc`. The first line serves compilers that name functions through a helper. */
export function pageShimSource(): string {
  return `globalThis.__name ??= (target) => target;(${pageShim.toString()})(${JSON.stringify(DUPLICATE_MARK)});`;
}

function pageShim(duplicateMark: string): void {
  const own = (target: object, key: string, value: unknown) =>
    Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });

  const textOf = (part: string | { _serialized?: string } | undefined): string =>
    typeof part === 'object' ? (part._serialized ?? '') : (part ?? '');

  /** Ids that crossed the serializer without their text form. */
  function mendId(id: PageMsgKey | undefined): void {
    if (!id || typeof id !== 'object' || id._serialized !== undefined) return;
    const values: unknown[] = Object.values(id);
    const minified = values.find(
      (value) => typeof value === 'string' && value.startsWith(`${String(id.fromMe)}_`),
    );
    const participant = id.participant ? `_${textOf(id.participant)}` : '';
    own(id, '_serialized', minified ?? `${String(id.fromMe)}_${textOf(id.remote)}_${id.id}${participant}`);
  }

  /** July 2026: `MsgKey._serialized` became a minified name; sends then return nothing although they left. */
  function mendMsgKey(): boolean {
    const Key = window.require('WAWebMsgKey');
    const { createWid } = window.require('WAWebWidFactory');
    const sample = new Key({ fromMe: true, remote: createWid('0@c.us'), id: 'X' });
    if (sample._serialized !== undefined) return false;
    const entries: [string, unknown][] = Object.entries(sample);
    const name = entries.find(([, value]) => value === String(sample))?.[0];
    if (name === undefined) throw new Error('the key has no text form');
    // The constructor's write to the minified name becomes an own `_serialized`, which both names then read.
    Object.defineProperty(Key.prototype, '_serialized', {
      configurable: true,
      get(this: object) {
        return Object.getOwnPropertyDescriptor(this, name)?.value as unknown;
      },
      set(this: object, value) {
        own(this, '_serialized', value);
      },
    });
    Object.defineProperty(Key.prototype, name, {
      configurable: true,
      get(this: PageMsgKey) {
        return this._serialized;
      },
      set(this: object, value) {
        own(this, '_serialized', value);
      },
    });
    return true;
  }

  /** Our message ids; and September 2026: MediaData's own id is spread over the message's. */
  function hookSend(): boolean {
    const action = window.require('WAWebSendMsgChatAction');
    const send = action.addAndSendMsgToChat;
    if (send.isSiar) return false;
    const hooked: Send & Hooked = (chat, message, ...rest) => {
      delete message.__x_id;
      const wanted = message.siarMessageId;
      if (wanted === undefined) return send(chat, message, ...rest);
      delete message.siarMessageId;
      const libraryKey = message.id;
      const Key = window.require('WAWebMsgKey');
      const { from } = message;
      message.id = new Key({
        from,
        to: chat.id,
        id: wanted,
        participant: libraryKey.participant,
        selfDir: 'out',
      });
      // The library looks the message up by the key object that it made itself.
      own(libraryKey, '_serialized', String(message.id));
      let answer: Promise<unknown> = Promise.resolve();
      const added = (async () => {
        const { Msg } = window.require('WAWebCollections');
        const known = (await Msg.getMessagesById([String(message.id)]))?.messages?.[0];
        if (known) throw new Error(`${duplicateMark} ack=${String(known.ack)}`);
        const [adding, answering] = send(chat, message, ...rest);
        answer = answering;
        void answering.then((outcome) => noteRefusal(wanted, outcome)).catch(() => undefined);
        return adding;
      })();
      const answered = added.then(() => answer);
      answered.catch(() => undefined);
      return [added, answered];
    };
    hooked.isSiar = true;
    action.addAndSendMsgToChat = hooked;
    return true;
  }

  /** Keeps WhatsApp's error number of a refused message for the adapter to ask. */
  function noteRefusal(id: string, outcome: unknown): void {
    if (!outcome || typeof outcome !== 'object' || !('messageSendResult' in outcome)) return;
    if (outcome.messageSendResult === 'OK') return;
    const code = 'errorCode' in outcome && typeof outcome.errorCode === 'number' ? outcome.errorCode : null;
    (window.siarRefusals ??= {})[id] = code;
  }

  /** September 2026: downloads want the mime type, which the library does not pass. */
  function mendDownload(): boolean {
    const { downloadManager } = window.require('WAWebDownloadManager');
    const download = downloadManager.downloadAndMaybeDecrypt;
    if (download.isSiar) return false;
    const mended: typeof download = (options) => {
      const known = window.require('WAWebCollections').Msg.getModelsArray();
      const mimetype =
        options.mimetype ?? known.find((message) => message.directPath === options.directPath)?.mimetype;
      return download.call(downloadManager, mimetype === undefined ? options : { ...options, mimetype });
    };
    mended.isSiar = true;
    downloadManager.downloadAndMaybeDecrypt = mended;
    return true;
  }

  function repair(): void {
    const repairs: string[] = [];
    const steps: [string, () => boolean][] = [
      ['msgKey', mendMsgKey],
      ['send', hookSend],
      ['download', mendDownload],
    ];
    for (const [name, step] of steps) {
      try {
        if (step()) repairs.push(name);
      } catch (error) {
        repairs.push(`${name} failed: ${String(error)}`);
      }
    }
    window.siarRepairs = repairs;
  }

  // The library assigns `window.WWebJS = {}` once all modules are there: that is the moment to mend them.
  let library: object | undefined;
  Object.defineProperty(window, 'WWebJS', {
    configurable: true,
    get: () => library,
    set(value: object) {
      repair();
      library = value;
      let getMessageModel: (message: unknown) => { id?: PageMsgKey };
      Object.defineProperty(value, 'getMessageModel', {
        configurable: true,
        enumerable: true,
        get: () => getMessageModel,
        set(original: typeof getMessageModel) {
          getMessageModel = (message) => {
            const model = original(message);
            mendId(model.id);
            return model;
          };
        },
      });
    },
  });
}
