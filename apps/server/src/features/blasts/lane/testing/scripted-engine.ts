import type {
  Ack,
  FindSentResult,
  OutgoingMessage,
  SendResult,
  WhatsAppEngine,
} from '../../../../platform/whatsapp/engine.ts';

/** "WhatsApp" itself: what reached it, whoever sent it. Outlives every engine, as the real one does. */
export interface Ledger {
  /** In the order in which they reached it. The same id twice is one message: WhatsApp drops the copy. */
  messages: OutgoingMessage[];
  acks: Map<string, Ack>;
  /** Copies that were dropped: a sender that relies on that is found out here. */
  copies: OutgoingMessage[];
}

export function createLedger(): Ledger {
  return { messages: [], acks: new Map(), copies: [] };
}

/** What may happen to one send; the usual is `accept`. */
export type Script =
  | 'accept'
  /** It reaches WhatsApp and the answer never comes back. */
  | 'lose-answer'
  /** It does not reach WhatsApp and no answer comes. */
  | 'lose-message'
  | Extract<SendResult, { kind: 'rejected' }>;

export interface ScriptedEngineOptions {
  ledger: Ledger;
  /** Decides what happens to a message. */
  script?: (message: OutgoingMessage) => Script | Promise<Script>;
  /** Called after WhatsApp has it and before the answer leaves. */
  onAccepted?: (message: OutgoingMessage) => void | Promise<void>;
  findSent?: (messageId: string) => FindSentResult | undefined;
  callerMessageIds?: boolean;
}

/**
 * An engine in memory that keeps the promises of the port which a lane relies on: the same id is delivered once, an
 * aborted send answers `unknown`, and `findSent` knows the ledger. Connected from the start.
 */
export function createScriptedEngine(options: ScriptedEngineOptions): WhatsAppEngine {
  const { ledger, script = () => 'accept', onAccepted, findSent, callerMessageIds = true } = options;
  let closed = false;

  async function send(message: OutgoingMessage, limits?: { signal?: AbortSignal }): Promise<SendResult> {
    if (closed) return { kind: 'rejected', reason: 'not_connected', retryable: true };
    const signal = limits?.signal;
    let hangUp: () => void = () => undefined;
    const hungUp = new Promise<SendResult>((resolve) => {
      hangUp = () => resolve({ kind: 'unknown', reason: 'aborted' });
      if (signal?.aborted === true) hangUp();
      signal?.addEventListener('abort', hangUp);
    });
    return Promise.race([hungUp, deliver(message)]).finally(() =>
      signal?.removeEventListener('abort', hangUp),
    );
  }

  async function deliver(message: OutgoingMessage): Promise<SendResult> {
    const fate = await script(message);
    if (typeof fate === 'object') return fate;
    if (fate === 'lose-message') return { kind: 'unknown', reason: 'deadline' };
    if (ledger.messages.some(({ messageId }) => messageId === message.messageId)) ledger.copies.push(message);
    else ledger.messages.push(message);
    await onAccepted?.(message);
    if (fate === 'lose-answer') return { kind: 'unknown', reason: 'no_result' };
    return { kind: 'accepted', messageId: message.messageId };
  }

  return {
    capabilities: { callerMessageIds, media: false },
    status: 'CONNECTED',
    start: () => Promise.resolve(),
    send,
    findSent({ messageId }) {
      const scripted = findSent?.(messageId);
      if (scripted !== undefined) return Promise.resolve(scripted);
      const isThere = ledger.messages.some((message) => message.messageId === messageId);
      const ack = ledger.acks.get(messageId) ?? 1;
      return Promise.resolve(isThere ? { kind: 'found', ack } : { kind: 'absent' });
    },
    isRegistered: () => Promise.resolve('registered'),
    requestPairingCode: () => Promise.resolve({ kind: 'unavailable', reason: 'not_linking' }),
    logout: () => Promise.resolve(),
    close: () => {
      closed = true;
      return Promise.resolve();
    },
  };
}
