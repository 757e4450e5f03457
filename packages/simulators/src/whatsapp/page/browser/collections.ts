import { Collection, Model } from './emitter.ts';
import { createWid, MsgKey } from './ids.ts';
import type { Wid } from './ids.ts';
import { loadMessage, loadMessages, saveChat, saveMessage } from './storage.ts';
import type { StoredMessage } from './storage.ts';

export class Msg extends Model {
  declare id: MsgKey;
  declare from: Wid | undefined;
  declare to: Wid | undefined;
  declare body: string;
  declare caption: string | undefined;
  declare type: string;
  declare ack: number;
  declare t: number;
  declare isNewMsg: boolean;
  declare mimetype: string | undefined;
  declare filename: string | undefined;
  declare filehash: string | undefined;
  declare size: number | undefined;
  declare directPath: string | undefined;
  declare mediaData: { mediaStage: string } | undefined;

  constructor(attributes: object) {
    super();
    Object.assign(this, attributes);
    if ('__x_id' in attributes) {
      // The live page's words when MediaData's own id overwrites the message's (September 2026).
      throw new Error(
        "Data passed to getter must include an id property (it's how we memoize) but got undefined",
      );
    }
    if (!(this.id instanceof MsgKey)) throw new TypeError('Msg.id must be a MsgKey');
  }
  get mediaObject(): undefined {
    return undefined;
  }
  msgContextInfo() {
    return { quotedMsg: this.serialize(), quotedStanzaID: this.id.id };
  }
  canReply(): boolean {
    return true;
  }
  avParams(): object {
    return {};
  }
  /** True when it is news; -1 only replaces "waiting". */
  updateAck(ack: number): boolean {
    if (ack === -1 ? this.ack !== 0 : ack <= this.ack) return false;
    this.set({ ack });
    return true;
  }
  downloadMedia(): Promise<void> {
    if (this.mediaData) this.mediaData.mediaStage = 'RESOLVED';
    return Promise.resolve();
  }
}

class MsgCollection extends Collection<Msg> {
  readonly modelClass = Msg;

  /** Memory first, then IndexedDB. */
  async getMessagesById(ids: unknown[]): Promise<{ messages: Msg[] }> {
    const messages: Msg[] = [];
    for (const id of ids) {
      const known = this.get(id);
      if (known) {
        messages.push(known);
        continue;
      }
      const stored = await loadMessage(String(id));
      if (stored) messages.push(revive(stored));
    }
    return { messages };
  }
  search(text: string): Promise<{ messages: Msg[] }> {
    return Promise.resolve({ messages: this.getModelsArray().filter((msg) => msg.body.includes(text)) });
  }
}

export class Chat extends Model {
  readonly id: Wid;
  readonly msgs = new Collection<Msg>();
  readonly formattedTitle: string;
  unreadCount = 0;
  t = 0;
  archive = false;
  mute = { expiration: 0 };

  constructor(id: Wid) {
    super();
    this.id = id;
    this.formattedTitle = id.user;
  }
}

class ChatCollection extends Collection<Chat> {
  find(id: string): Promise<Chat> {
    return Promise.resolve(chatOf(createWid(id)));
  }
}

class Contact extends Model {
  readonly id: Wid;
  readonly name: string | undefined = undefined;
  readonly pushname: string;
  readonly type = 'in';
  readonly formattedName: string;
  readonly phoneNumber: Wid | undefined;

  constructor(id: Wid) {
    super();
    this.id = id;
    this.pushname = id.user;
    this.formattedName = `+${id.user}`;
    this.phoneNumber = identities.numberOf(id);
  }
}

class ContactCollection extends Collection<Contact> {
  find(id: string): Promise<Contact> {
    const wid = createWid(id);
    return Promise.resolve(this.get(wid) ?? this.add(new Contact(wid)));
  }
}

/** Number and LID, as far as this page has learned them. */
function createIdentities() {
  const lids = new Map<string, Wid>();
  const numbers = new Map<string, Wid>();
  return {
    learn(number: string, lid: string): void {
      lids.set(number, createWid(lid));
      numbers.set(lid, createWid(number));
    },
    lidOf: (wid: Wid): Wid | undefined => lids.get(wid._serialized),
    numberOf: (wid: Wid): Wid | undefined => numbers.get(wid._serialized),
  };
}

export const identities = createIdentities();
export const messages = new MsgCollection();
export const chats = new ChatCollection();
export const contacts = new ContactCollection();

export function chatOf(wid: Wid): Chat {
  return chats.get(wid) ?? chats.add(new Chat(wid));
}

export function revive({ key, data }: StoredMessage): Msg {
  const known = messages.get(key);
  if (known) return known;
  const wid = (value: unknown) =>
    value && typeof value === 'object' && '_serialized' in value
      ? createWid(String(value._serialized))
      : undefined;
  const attributes = { ...data, id: MsgKey.fromString(key), from: wid(data['from']), to: wid(data['to']) };
  return messages.add(new Msg({ ...attributes, isNewMsg: false }), { silent: true });
}

export async function keep(msg: Msg): Promise<void> {
  const data: unknown = JSON.parse(JSON.stringify(msg.serialize()));
  await saveMessage({
    key: String(msg.id),
    chat: msg.id.remote._serialized,
    at: msg.t,
    fromMe: msg.id.fromMe,
    ack: msg.ack,
    data: data as Record<string, unknown>,
  });
}

export async function keepChat(chat: Chat): Promise<void> {
  await saveChat({ key: chat.id._serialized, at: chat.t, unreadCount: chat.unreadCount });
}

/** Own messages that no server has acknowledged. */
export async function unacknowledged(): Promise<Msg[]> {
  const stored = await loadMessages();
  return stored.filter((message) => message.fromMe && message.ack === 0).map(revive);
}
