import {
  chatOf,
  chats,
  identities,
  keep,
  keepChat,
  messages,
  Msg,
  revive,
  unacknowledged,
} from './collections.ts';
import type { Chat } from './collections.ts';
import { config } from './config.ts';
import { createWid, MsgKey } from './ids.ts';
import type { Wid } from './ids.ts';
import type { EventFrame } from '../page-protocol.ts';
import { getMe, link } from './session.ts';
import { loadMessagesOf } from './storage.ts';

interface SendOutcome {
  messageSendResult: 'OK' | 'ERROR_UNKNOWN';
  /** WhatsApp's own error number, 463 for a restricted account. Where the live page shows it is not known. */
  errorCode?: number;
}

/** Handed to the socket or waiting for it; resolved by the first receipt. */
const pending = new Map<string, { msg: Msg; resolve: (outcome: SendOutcome) => void }>();

/** LID accounts refuse numbers they have never looked up, in the genuine words. */
export function findOrCreateLatestChat(wid: Wid): Promise<{ chat: Chat; created: boolean }> {
  if (!config.lidMode || wid.isLid()) return Promise.resolve({ chat: chatOf(wid), created: true });
  const lid = identities.lidOf(wid);
  if (!lid) return Promise.reject(new Error('No LID for user'));
  return Promise.resolve({ chat: chatOf(lid), created: true });
}

/** Two promises, as on the real page: added to the chat, and answered by the server. */
export function addAndSendMsgToChat(chat: Chat, attributes: object): [Promise<Msg>, Promise<SendOutcome>] {
  const { promise: answered, resolve } = Promise.withResolvers<SendOutcome>();
  return [add(chat, attributes, resolve), answered];
}

async function add(chat: Chat, attributes: object, resolve: (outcome: SendOutcome) => void): Promise<Msg> {
  // Blobs and methods of MediaData come along in the spread; neither can be stored.
  const plain = Object.entries(attributes).filter(([key]) => key !== 'mediaBlob' && key !== 'toJSON');
  const msg = new Msg(Object.fromEntries(plain));
  if (messages.get(msg.id)) throw new Error(`duplicate msg key ${String(msg.id)}`);
  messages.add(msg);
  chat.msgs.add(msg, { silent: true });
  chat.t = msg.t;
  await Promise.all([keep(msg), keepChat(chat)]);
  pending.set(String(msg.id), { msg, resolve });
  push(msg);
  return msg;
}

function push(msg: Msg): void {
  const media =
    msg.mimetype !== undefined && msg.size !== undefined && msg.filehash !== undefined
      ? { mimeType: msg.mimetype, size: msg.size, sha256: msg.filehash }
      : {};
  link.say({
    t: 'send',
    message: {
      key: String(msg.id),
      id: msg.id.id,
      chat: msg.id.remote._serialized,
      type: msg.type,
      body: (media.sha256 === undefined ? msg.body : msg.caption) ?? '',
      ...media,
      ...(msg.filename === undefined ? {} : { fileName: msg.filename }),
    },
  });
}

/** Connected again: what waits goes out, and after a restart also what was never acknowledged. */
export async function onOnline(isFirst: boolean): Promise<void> {
  if (isFirst && config.resendPending) {
    for (const msg of await unacknowledged()) {
      if (!pending.has(String(msg.id))) pending.set(String(msg.id), { msg, resolve: () => undefined });
    }
  }
  for (const { msg } of pending.values()) push(msg);
}

export async function onEvent(event: EventFrame): Promise<void> {
  if (event.t === 'ack') return receiveAck(event);
  return receiveMessage(event);
}

async function receiveAck({
  id,
  chats: addresses,
  ack,
  error,
}: Extract<EventFrame, { t: 'ack' }>): Promise<void> {
  for (const address of addresses) {
    const key = `true_${address}_${id}`;
    const waiting = pending.get(key);
    if (waiting) {
      pending.delete(key);
      waiting.resolve(
        ack === -1
          ? { messageSendResult: 'ERROR_UNKNOWN', ...(error === undefined ? {} : { errorCode: error }) }
          : { messageSendResult: 'OK' },
      );
    }
    const [msg] = (await messages.getMessagesById([key])).messages;
    if (!msg) continue;
    if (msg.updateAck(ack)) await keep(msg);
    return;
  }
}

async function receiveMessage(event: Extract<EventFrame, { t: 'incoming' }>): Promise<void> {
  const own = getMe();
  if (!own) return;
  identities.learn(event.fromWid, event.fromLid);
  const from = createWid(event.from);
  const id = new MsgKey({ from, to: own.wid, id: event.id, selfDir: 'in' });
  if ((await messages.getMessagesById([id])).messages.length > 0) return;
  const msg = new Msg({
    id,
    from,
    to: own.wid,
    body: event.body,
    type: 'chat',
    t: event.at,
    ack: 0,
    isNewMsg: true,
    self: 'in',
    viewed: false,
  });
  const chat = chatOf(id.remote);
  chat.t = msg.t;
  chat.set({ unreadCount: chat.unreadCount + 1 });
  await Promise.all([keep(msg), keepChat(chat)]);
  messages.add(msg);
  chat.msgs.add(msg, { silent: true });
}

export async function loadEarlierMsgs({ chat }: { chat: Chat }): Promise<Msg[]> {
  const stored = await loadMessagesOf(chat.id._serialized);
  const unknown = stored.filter(({ key }) => !chat.msgs.get(key)).sort((a, b) => b.at - a.at);
  return unknown.slice(0, 50).map((one) => chat.msgs.add(revive(one), { silent: true }));
}

export async function queryWidExists(wid: Wid): Promise<{ wid: Wid; biz: boolean } | null> {
  const answer = await link.ask({ t: 'exists', wid: wid._serialized });
  if (!answer.exists || answer.wid === undefined || answer.lid === undefined) return null;
  identities.learn(answer.wid, answer.lid);
  return { wid: createWid(answer.wid), biz: false };
}

export async function sendSeen({ chat }: { chat: Chat }): Promise<void> {
  chats.get(chat.id)?.set({ unreadCount: 0 });
  await keepChat(chat);
}
