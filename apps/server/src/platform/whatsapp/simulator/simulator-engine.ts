import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Logger } from '../../logger.ts';
import type {
  FindSentResult,
  OpenEngine,
  OutgoingMedia,
  OutgoingMessage,
  CallLimits,
  PairingCodeResult,
  SendResult,
  WhatsAppEngine,
  WhatsAppEngineFactory,
  WhatsAppStateReason,
} from '../engine.ts';
import { assertE164, assertSendable, createAwaitedSends, rejected } from '../shared/awaited-sends.ts';
import { createEngineAnnouncer } from '../shared/engine-announcer.ts';
import type { AnswerFrame, SentMedia, ServerFrame } from './simulator-frames.ts';
import { createSimulatorLine } from './simulator-line.ts';

/** What rests in the CredentialStore. */
const storedCredentials = z.object({ version: z.literal(1), token: z.string(), number: z.string() });

export interface SimulatorEngineOptions {
  /** WHATSAPP_SIMULATOR_URL. */
  url: string;
  logger: Logger;
  /** Bounds of the wait between two tries to connect. */
  reconnectMs?: { min: number; max: number };
}

/** WhatsApp without WhatsApp: for demo, load and fault tests. Never chosen in production. */
export function createSimulatorEngineFactory(options: SimulatorEngineOptions): WhatsAppEngineFactory {
  return { name: 'simulator', open: (engine) => openSimulatorEngine(options, engine) };
}

function openSimulatorEngine(
  { url, logger: parentLogger, reconnectMs = { min: 100, max: 5_000 } }: SimulatorEngineOptions,
  { sessionId, credentials, onEvent }: OpenEngine,
): WhatsAppEngine {
  const logger = parentLogger.child({ sessionId });
  const announcer = createEngineAnnouncer({ onEvent, logger });
  const line = createSimulatorLine({
    url: `${url.replace(/\/+$/, '').replace(/^http/, 'ws')}/engine`,
    logger,
    reconnectMs,
    onOpen: greet,
    onDown,
    onFrame,
  });
  let token: string | null = null;
  let number = '';
  let isOnline = false;
  let isRestricted = false;
  let pairingPhoneNumber: string | null = null;
  let stopped = false;
  let pairingEnd: NodeJS.Timeout | undefined;
  const sends = createAwaitedSends({ isOnline: () => isOnline });

  async function start(options: { pairingPhoneNumber?: string } = {}): Promise<void> {
    announcer.state('STARTING');
    pairingPhoneNumber = options.pairingPhoneNumber ?? null;
    try {
      const bytes = await credentials.load();
      if (bytes) ({ token, number } = storedCredentials.parse(JSON.parse(bytes.toString())));
    } catch (error) {
      logger.warn({ err: error }, 'the stored credentials cannot be read');
      return stop('FAILED', 'credentials_unreadable');
    }
    if (!stopped) line.open();
  }

  function greet(): void {
    line.say(token === null ? { t: 'link' } : { t: 'resume', token });
  }

  function onDown(): void {
    isOnline = false;
    announcer.state('RECONNECTING', number === '' ? 'unreachable' : 'connection_lost');
  }

  function onFrame(frame: Exclude<ServerFrame, AnswerFrame>): Promise<void> | void {
    if (stopped) return;
    switch (frame.t) {
      case 'qr':
        return offerLinking(frame);
      case 'qr-exhausted':
        // A pairing code outlives the QRs.
        return pairingPhoneNumber === null ? stop('FAILED', 'qr_expired') : undefined;
      case 'passkey-required':
        return stop('PASSKEY_REQUIRED', 'passkey_required');
      case 'linked':
        return linked(frame);
      case 'welcome':
        number = frame.number;
        return connected();
      case 'revoked':
      case 'logged-out':
        return unlinked('unlinked_by_phone');
      case 'ack':
        announcer.ack(frame.id, frame.ack);
        return sends.accepted(frame.id);
      case 'refused':
        announcer.ack(frame.id, -1);
        return sends.rejected(frame.id, frame.reason);
      case 'incoming':
        return announcer.incoming({ messageId: frame.id, from: frame.from, body: frame.body, at: frame.at });
      case 'upto':
        line.say({ t: 'got', n: frame.n });
        return;
      case 'restricted':
        isRestricted = frame.restricted;
        return tellStanding();
      case 'banned':
        return stop('BANNED', 'banned_by_whatsapp');
      case 'conflict':
        return stop('FAILED', 'conflict');
      case 'error':
        logger.error({ reason: frame.message }, 'the WhatsApp simulator refused a frame');
    }
  }

  function offerLinking({ qr, expiresInMs }: Extract<ServerFrame, { t: 'qr' }>): void {
    if (pairingPhoneNumber === null) {
      announcer.state('QR');
      announcer.qr(qr, new Date(Date.now() + expiresInMs));
      return;
    }
    if (announcer.status !== 'PAIRING') void requestPairingCode(pairingPhoneNumber);
  }

  async function linked(frame: Extract<ServerFrame, { t: 'linked' }>): Promise<void> {
    token = frame.token;
    number = frame.number;
    try {
      // Saved before anyone hears of it: a crash after AUTHENTICATED must not cost the link.
      await credentials.save(Buffer.from(JSON.stringify({ version: 1, token, number })));
    } catch (error) {
      logger.error({ err: error }, 'the credentials could not be saved');
      return stop('FAILED', 'internal');
    }
    announcer.state('AUTHENTICATED');
    connected();
  }

  function connected(): void {
    isOnline = true;
    isRestricted = false;
    tellStanding();
    announcer.ready(number);
  }

  function tellStanding(): void {
    if (isRestricted) announcer.state('RESTRICTED', 'restricted_by_whatsapp');
    else announcer.state('CONNECTED');
  }

  async function unlinked(reason: WhatsAppStateReason): Promise<void> {
    await forgetCredentials();
    stop('LOGGED_OUT', reason);
  }

  async function forgetCredentials(): Promise<void> {
    token = null;
    await credentials.delete().catch((error: unknown) => {
      logger.error({ err: error }, 'the credentials of an unlinked number could not be deleted');
    });
  }

  function stop(
    status: 'LOGGED_OUT' | 'PASSKEY_REQUIRED' | 'BANNED' | 'FAILED',
    reason: WhatsAppStateReason,
  ): void {
    shut();
    announcer.state(status, reason);
  }

  function shut(): void {
    stopped = true;
    isOnline = false;
    clearTimeout(pairingEnd);
    line.close();
    sends.giveUp('engine_closed');
  }

  async function send(message: OutgoingMessage, limits?: CallLimits): Promise<SendResult> {
    assertSendable(message);
    const media = message.media ? await describe(message.media) : null;
    if (media === 'unreadable') return rejected('media_rejected');
    const { messageId: id, to, body } = message;
    const isSaid = isOnline && line.say({ t: 'send', id, to, body, ...(media ? { media } : {}) });
    return isSaid ? sends.wait(id, limits) : rejected('not_connected');
  }

  async function requestPairingCode(phoneNumber: string, limits?: CallLimits): Promise<PairingCodeResult> {
    assertE164(phoneNumber);
    if (token !== null || !line.isOpen) return { kind: 'unavailable', reason: 'not_linking' };
    pairingPhoneNumber = phoneNumber;
    clearTimeout(pairingEnd);
    const answer = await line.ask((q) => ({ t: 'pair', q, phone: phoneNumber }), limits);
    if (!answer) return { kind: 'unavailable', reason: 'timed_out' };
    if (answer.t !== 'code') return { kind: 'unavailable', reason: 'refused' };
    const expiresAt = new Date(Date.now() + answer.expiresInMs);
    announcer.state('PAIRING');
    announcer.pairingCode(answer.code, expiresAt);
    pairingEnd = setTimeout(() => {
      if (announcer.status === 'PAIRING') stop('FAILED', 'qr_expired');
    }, answer.expiresInMs);
    return { kind: 'code', code: answer.code, expiresAt };
  }

  return {
    capabilities: { callerMessageIds: true, media: true },
    get status() {
      return announcer.status;
    },
    start,
    send,
    requestPairingCode,
    async findSent({ messageId }, limits): Promise<FindSentResult> {
      if (!isOnline) return { kind: 'unknown' };
      const answer = await line.ask((q) => ({ t: 'find', q, id: messageId }), limits);
      if (answer?.t !== 'found') return { kind: 'unknown' };
      return answer.ack === null ? { kind: 'absent' } : { kind: 'found', ack: answer.ack };
    },
    async isRegistered(phoneNumber, limits) {
      assertE164(phoneNumber);
      if (!isOnline) return 'unknown';
      const answer = await line.ask((q) => ({ t: 'exists', q, phone: phoneNumber }), limits);
      if (answer?.t !== 'exists') return 'unknown';
      return answer.exists ? 'registered' : 'unregistered';
    },
    async logout() {
      if (!stopped && isOnline) await line.ask((q) => ({ t: 'logout', q }), { deadlineMs: 5_000 });
      await unlinked('logout_requested');
      announcer.mute();
    },
    async close() {
      announcer.mute();
      shut();
    },
  };
}

async function describe({ path, mimeType, fileName }: OutgoingMedia): Promise<SentMedia | 'unreadable'> {
  try {
    const bytes = await readFile(path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { mimeType, size: bytes.length, sha256, ...(fileName === undefined ? {} : { fileName }) };
  } catch {
    return 'unreadable';
  }
}
