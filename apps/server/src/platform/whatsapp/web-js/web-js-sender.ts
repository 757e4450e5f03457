import { readFile, stat } from 'node:fs/promises';
import type { Logger } from '../../logger.ts';
import { DEFAULT_DEADLINE_MS } from '../engine.ts';
import type { CallLimits, OutgoingMedia, OutgoingMessage, Registration, SendResult } from '../engine.ts';
import { assertSendable, rejected } from '../shared/awaited-sends.ts';
import type { AwaitedSends } from '../shared/awaited-sends.ts';
import { createRecentMap } from '../shared/engine-announcer.ts';
import type { EngineAnnouncer } from '../shared/engine-announcer.ts';
import type { LibraryMedia } from './library.ts';
import { refusalOf } from './page-queries.ts';
import { DUPLICATE_MARK } from './page-shim.ts';
import { textOf } from './text-of.ts';
import type { WebJsClient } from './web-js-client.ts';
import { within } from './within.ts';

/** Trap 32: media crosses to the browser as base64. */
const MAX_MEDIA_BYTES = 16 * 1024 * 1024;
const CHATS_REMEMBERED = 10_000;
/** WhatsApp's number for "not to new people now" (reach-out time lock). */
const RESTRICTED_ERROR = 463;

export interface WebJsSender {
  send(message: OutgoingMessage, limits?: CallLimits): Promise<SendResult>;
  isRegistered(phoneNumber: string, limits?: CallLimits): Promise<Registration>;
  /** A receipt from the page; -1 is looked into before it is told. */
  receipt(messageId: string, ack: number): void;
}

/**
 * Sends through the library under our message id. The library's promise is only a hint: it resolves for refused
 * messages and resolves with nothing for delivered ones. The receipt is the answer.
 */
export function createWebJsSender({
  getClient,
  isOnline,
  sends,
  announcer,
  onStanding,
  logger,
}: {
  getClient: () => WebJsClient | null;
  isOnline: () => boolean;
  sends: AwaitedSends;
  announcer: EngineAnnouncer;
  /** WhatsApp has taken a message, or refused it because the account is restricted. */
  onStanding: (isRestricted: boolean) => void;
  logger: Logger;
}): WebJsSender {
  /** E.164 → the chat that WhatsApp answers for it. */
  const chats = createRecentMap<string>(CHATS_REMEMBERED);
  let media: Promise<unknown> = Promise.resolve();

  async function chatOf(phoneNumber: string): Promise<string | null> {
    const known = chats.get(phoneNumber);
    if (known !== undefined) return known;
    const client = getClient();
    if (!client) throw new Error('the engine is closed');
    const wid = await client.getNumberId(phoneNumber.slice(1));
    if (wid) chats.set(phoneNumber, wid._serialized);
    return wid?._serialized ?? null;
  }

  async function send(message: OutgoingMessage, limits: CallLimits = {}): Promise<SendResult> {
    assertSendable(message);
    const startedAt = Date.now();
    const { deadlineMs = DEFAULT_DEADLINE_MS, signal } = limits;
    if (!isOnline()) return rejected('not_connected');
    const prepared = await prepare(message, { ...limits, deadlineMs });
    if ('kind' in prepared) return prepared;
    const client = getClient();
    // Nothing was handed over yet, so this is still a plain "no".
    if (!client || !isOnline() || signal?.aborted) return rejected('not_connected');
    const remaining = Math.max(1, deadlineMs - (Date.now() - startedAt));
    const answer = sends.wait(message.messageId, { ...limits, deadlineMs: remaining });
    handOver(client, message, prepared).catch((error: unknown) => onSendError(message.messageId, error));
    return answer;
  }

  /** Finds the chat and reads the file: everything that can be refused before anything leaves. */
  async function prepare({ to, media }: OutgoingMessage, limits: CallLimits) {
    try {
      const chatId = await within(chatOf(to), 'late' as const, limits);
      if (chatId === null) return rejected('not_registered');
      if (chatId === 'late') return rejected('not_connected');
      const file = media ? await readMedia(media) : null;
      return file === 'rejected' ? rejected('media_rejected') : { chatId, file };
    } catch (error) {
      logger.warn({ err: error }, 'a recipient could not be looked up');
      return rejected('not_connected');
    }
  }

  async function handOver(
    client: WebJsClient,
    { messageId, body, media: attachment }: OutgoingMessage,
    { chatId, file }: { chatId: string; file: LibraryMedia | null },
  ): Promise<void> {
    const options = {
      linkPreview: false,
      sendSeen: false,
      parseVCards: false,
      waitUntilMsgSent: true,
      extra: { siarMessageId: messageId },
    };
    if (!file) return confirmId(messageId, await client.sendMessage(chatId, body, options));
    const asDocument = !/^(image|video|audio)\//.test(attachment?.mimeType ?? '');
    const mediaOptions = { ...options, caption: body, sendMediaAsDocument: asDocument };
    // One at a time: each holds its file three times over on its way.
    const sent = media.then(() => client.sendMessage(chatId, file, mediaOptions));
    media = sent.catch(() => undefined);
    confirmId(messageId, await sent);
  }

  function confirmId(messageId: string, sent: { id: { id: string } } | null | undefined): void {
    if (!sent) return sends.unknown(messageId, 'no_result');
    if (sent.id.id === messageId) return;
    logger.error('a message left under an id that is not ours: the page hook is missing');
    sends.unknown(messageId, 'id_not_applied');
  }

  function onSendError(messageId: string, error: unknown): void {
    const text = textOf(error);
    const duplicate = new RegExp(`${DUPLICATE_MARK} ack=(-?\\d)`).exec(text);
    if (duplicate) {
      const ack = Number(duplicate[1]);
      if (ack >= 1) sends.accepted(messageId);
      if (ack < 0) sends.rejected(messageId, 'refused');
      // At 0 the page still holds it: its receipt may come before the deadline.
      return;
    }
    // Closed meanwhile: whoever waited has had an answer.
    if (!getClient()) return;
    logger.warn({ err: error }, 'a send failed inside the page');
    // The library threw before the message existed; anything else may have left.
    if (/no lid for user/i.test(text)) sends.rejected(messageId, 'refused');
    else sends.unknown(messageId, isOnline() ? 'internal' : 'connection_lost');
  }

  function receipt(messageId: string, ack: number): void {
    if (ack >= 1) {
      announcer.ack(messageId, ack >= 3 ? 3 : ack >= 2 ? 2 : 1);
      if (!sends.isWaiting(messageId)) return;
      sends.accepted(messageId);
      return onStanding(false);
    }
    if (ack !== -1) return;
    announcer.ack(messageId, -1);
    if (sends.isWaiting(messageId)) void learnRefusal(messageId);
  }

  async function learnRefusal(messageId: string): Promise<void> {
    const page = getClient()?.pupPage;
    const code = page ? await refusalOf(page, messageId).catch(() => null) : null;
    if (code === RESTRICTED_ERROR) onStanding(true);
    sends.rejected(messageId, code === RESTRICTED_ERROR ? 'restricted' : 'refused');
  }

  return {
    send,
    receipt,
    async isRegistered(phoneNumber, { deadlineMs = DEFAULT_DEADLINE_MS, signal } = {}) {
      if (!isOnline()) return 'unknown';
      try {
        const limits = signal ? { deadlineMs, signal } : { deadlineMs };
        const chatId = await within(chatOf(phoneNumber), 'late' as const, limits);
        if (chatId === 'late') return 'unknown';
        return chatId === null ? 'unregistered' : 'registered';
      } catch {
        return 'unknown';
      }
    },
  };
}

async function readMedia({ path, mimeType, fileName }: OutgoingMedia) {
  try {
    if ((await stat(path)).size > MAX_MEDIA_BYTES) return 'rejected';
    const { MessageMedia } = await import('./library.ts');
    return new MessageMedia(mimeType, (await readFile(path)).toString('base64'), fileName);
  } catch {
    return 'rejected';
  }
}
