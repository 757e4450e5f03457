import type { Logger } from '../../logger.ts';
import { TERMINAL_ENGINE_STATUSES } from '../engine.ts';
import type { Ack, WhatsAppEngineEvent, WhatsAppEngineStatus, WhatsAppStateReason } from '../engine.ts';

/** How many message ids keep their last ack; older ones could at worst be told twice. */
const ACKS_REMEMBERED = 20_000;
const INCOMING_REMEMBERED = 5_000;

/** The voice of one engine: keeps the port's promises on order, repetition and silence after the end. */
export interface EngineAnnouncer {
  readonly status: WhatsAppEngineStatus;
  readonly isTerminal: boolean;
  /** Tells a state; the same state and reason twice in a row, or any state after a terminal one, is told once. */
  state(status: WhatsAppEngineStatus, reason?: WhatsAppStateReason): void;
  qr(qr: string, expiresAt: Date): void;
  pairingCode(code: string, expiresAt: Date): void;
  ready(phoneNumber: string): void;
  /** Only growth is told; -1 only while nothing better is known. */
  ack(messageId: string, ack: Ack): void;
  incoming(message: { messageId: string; from: string | null; body: string; at: Date }): void;
  /** Nothing is told any more. */
  mute(): void;
}

export function createEngineAnnouncer({
  onEvent,
  logger,
}: {
  onEvent: (event: WhatsAppEngineEvent) => void;
  logger: Logger;
}): EngineAnnouncer {
  let status: WhatsAppEngineStatus = 'STARTING';
  let told: string | null = null;
  let muted = false;
  const acks = createRecentMap<Ack>(ACKS_REMEMBERED);
  const seen = createRecentMap<true>(INCOMING_REMEMBERED);
  const isTerminal = () => TERMINAL_ENGINE_STATUSES.some((terminal) => terminal === status);

  function tell(event: WhatsAppEngineEvent): void {
    if (muted) return;
    try {
      onEvent(event);
    } catch (error) {
      logger.error({ err: error, event: event.type }, 'a listener of engine events threw');
    }
  }

  return {
    get status() {
      return status;
    },
    get isTerminal() {
      return isTerminal();
    },
    state(next, reason) {
      if (isTerminal()) return;
      const key = `${next}:${reason ?? ''}`;
      if (key === told) return;
      told = key;
      status = next;
      logger.debug({ status: next, reason }, 'engine state');
      tell(reason === undefined ? { type: 'state', status: next } : { type: 'state', status: next, reason });
    },
    qr: (qr, expiresAt) => tell({ type: 'qr', qr, expiresAt }),
    pairingCode: (code, expiresAt) => tell({ type: 'pairing-code', code, expiresAt }),
    ready: (phoneNumber) => tell({ type: 'ready', phoneNumber }),
    ack(messageId, ack) {
      const last = acks.get(messageId) ?? 0;
      const isNews = ack === -1 ? last === 0 : ack > last;
      if (!isNews) return;
      acks.set(messageId, ack);
      tell({ type: 'ack', messageId, ack });
    },
    incoming(message) {
      if (seen.get(message.messageId)) return;
      seen.set(message.messageId, true);
      tell({ type: 'incoming', ...message });
    },
    mute() {
      muted = true;
    },
  };
}

/** A map that forgets what was set longest ago. */
export function createRecentMap<Value>(capacity: number) {
  const values = new Map<string, Value>();
  return {
    get: (key: string): Value | undefined => values.get(key),
    set(key: string, value: Value): void {
      values.delete(key);
      values.set(key, value);
      if (values.size <= capacity) return;
      for (const oldest of values.keys()) {
        values.delete(oldest);
        break;
      }
    },
    delete: (key: string): void => void values.delete(key),
  };
}
