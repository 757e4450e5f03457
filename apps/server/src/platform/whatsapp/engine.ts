/**
 * The one door between Siar and WhatsApp. Adapters: `web-js` (whatsapp-web.js in Chromium) and `simulator`
 * (our simulator, without a browser). `whatsapp-engine.contract.ts` runs on all of them.
 *
 * Units: durations are milliseconds, instants are `Date`, phone numbers are E.164 (`+6281234567890`).
 *
 * Errors: nothing that WhatsApp, the network or a browser does makes a call reject. `send`, `findSent`,
 * `isRegistered` and `requestPairingCode` answer with a value; `start`, `logout` and `close` always resolve, and a
 * failure is told as a state. A rejection is a bug of the caller (malformed message id, phone that is not E.164).
 */
import type { CredentialStore } from './credentials/credential-store.ts';

/** What an engine can say about its number. `DISCONNECTED` is missing on purpose: no engine is open then. */
export type WhatsAppEngineStatus =
  /** Browser or connection is being set up; leads to QR (no credentials), AUTHENTICATED, RECONNECTING or FAILED. */
  | 'STARTING'
  /** A QR waits to be scanned; each `qr` event replaces the last one. */
  | 'QR'
  /** A pairing code waits to be typed on the phone, or the phone has just confirmed. */
  | 'PAIRING'
  /** The number is linked and its chats are syncing; leads to CONNECTED. */
  | 'AUTHENTICATED'
  /** Messages can leave. */
  | 'CONNECTED'
  /** The line was lost; the engine tries again by itself with backoff. */
  | 'RECONNECTING'
  /** Terminal. Unlinked by the phone or by `logout()`; the stored credentials are deleted. */
  | 'LOGGED_OUT'
  /** Terminal. WhatsApp wants a passkey on the phone before it links; a person must act. */
  | 'PASSKEY_REQUIRED'
  /** Linked, but WhatsApp does not let this number write to new people; sends are tried and rejected until it is lifted. */
  | 'RESTRICTED'
  /** Terminal. WhatsApp has banned the number. */
  | 'BANNED'
  /** Terminal. The engine gave up; `reason` says why. Credentials are kept: a new engine may try again. */
  | 'FAILED';

/** After one of these the engine has stopped by itself; it needs `close()` and, to go on, a new `open()`. */
export const TERMINAL_ENGINE_STATUSES = [
  'LOGGED_OUT',
  'PASSKEY_REQUIRED',
  'BANNED',
  'FAILED',
] as const satisfies readonly WhatsAppEngineStatus[];

/** Why a state was entered, as a code (sentences are made elsewhere). */
export type WhatsAppStateReason =
  /** The person unlinked the device on the phone. */
  | 'unlinked_by_phone'
  /** `logout()` was called. */
  | 'logout_requested'
  /** Nobody scanned within the linking time. */
  | 'qr_expired'
  | 'connection_lost'
  /** Another WhatsApp Web of the same linked device took over. */
  | 'conflict'
  | 'restricted_by_whatsapp'
  | 'banned_by_whatsapp'
  | 'passkey_required'
  /** WhatsApp refuses this version of its page. */
  | 'deprecated_version'
  /** WhatsApp refuses our network address. */
  | 'proxy_blocked'
  /** The page lacks what the adapter needs (WhatsApp changed it). */
  | 'page_changed'
  /** Chromium is missing or would not start. */
  | 'browser_unavailable'
  /** Chromium or its page died. */
  | 'browser_died'
  /** A step did not finish within its deadline. */
  | 'timed_out'
  /** The stored credentials cannot be read (wrong key, damaged). */
  | 'credentials_unreadable'
  /** WhatsApp (or the simulator) could not be reached at all. */
  | 'unreachable'
  /** Anything else; the log has the detail. */
  | 'internal';

/** -1 refused, 0 waiting, 1 reached WhatsApp's server, 2 reached the recipient's phone, 3 read. */
export type Ack = -1 | 0 | 1 | 2 | 3;

/**
 * What an engine tells. Order: events of one engine arrive one after another, in the order in which they happened,
 * never after `close()` has resolved. A `state` comes before the event that explains it (`QR` before the first `qr`,
 * `CONNECTED` before `ready`). `ack` per message id only grows (-1 only instead of 1), may come before `send` has
 * answered, may come after a restart for messages of an earlier engine, and may come twice. `incoming` is told once
 * per message id and engine, including what came while away.
 */
export type WhatsAppEngineEvent =
  | { type: 'state'; status: WhatsAppEngineStatus; reason?: WhatsAppStateReason }
  /** `qr` is the text to draw. Never show it after `expiresAt`; the next one comes by itself until linking ends. */
  | { type: 'qr'; qr: string; expiresAt: Date }
  /** Eight characters to type on the phone. */
  | { type: 'pairing-code'; code: string; expiresAt: Date }
  /** Once per CONNECTED that follows a start or a reconnect: reconcile what is SENDING now. */
  | { type: 'ready'; phoneNumber: string }
  | { type: 'ack'; messageId: string; ack: Ack }
  /** `from` is E.164, or null where WhatsApp hides the number behind a LID that we cannot resolve. */
  | { type: 'incoming'; messageId: string; from: string | null; body: string; at: Date };

export interface OutgoingMedia {
  /** Absolute path of the file; size caps and sniffing are the caller's. */
  path: string;
  mimeType: string;
  fileName?: string;
}

export interface OutgoingMessage {
  /** Chosen by the caller: `3EB0` + 18 upper-case hex digits. The same id is never delivered twice. */
  messageId: string;
  /** E.164. */
  to: string;
  /** Text, or the caption when there is media. */
  body: string;
  media?: OutgoingMedia;
}

export interface CallLimits {
  /** Stops waiting (not the message: it may have left, so `send` then answers `unknown`). */
  signal?: AbortSignal;
  /** Milliseconds from the call; 30,000 when absent. */
  deadlineMs?: number;
}

/** Nothing left: the message surely did not reach WhatsApp under this id. */
export type RejectReason =
  /** The number is not on WhatsApp. */
  | 'not_registered'
  /** The number cannot be a WhatsApp number at all. */
  | 'invalid_recipient'
  /** This account may not write to this person now (restricted account). */
  | 'restricted'
  | 'banned'
  /** The engine was not CONNECTED when asked, or lost the line (or the caller's patience) before handing over. */
  | 'not_connected'
  /** WhatsApp's server answered no (ack -1). */
  | 'refused'
  | 'rate_limited'
  /** The media file is missing, too big or of a kind WhatsApp does not take. */
  | 'media_rejected';

/** The message may or may not have left: ask `findSent` later, never send blindly again. */
export type UnknownReason =
  /** No answer within the deadline. */
  | 'deadline'
  /** The caller's signal fired while waiting. */
  | 'aborted'
  /** The line or the browser died while waiting. */
  | 'connection_lost'
  /** The engine was closed while waiting. */
  | 'engine_closed'
  /** The library answered nothing although it took the message (seen with whatsapp-web.js 1.34.7). */
  | 'no_result'
  /** The message left under another id than asked (page hook missing). */
  | 'id_not_applied'
  | 'internal';

export type SendResult =
  /** WhatsApp's server has it (ack ≥ 1). */
  | { kind: 'accepted'; messageId: string }
  /** `retryable`: the same message may be tried again later with a new attempt. */
  | { kind: 'rejected'; reason: RejectReason; retryable: boolean }
  | { kind: 'unknown'; reason: UnknownReason };

export interface SentQuery {
  messageId: string;
  /** E.164. */
  to: string;
  /** Only a hint for engines without caller-chosen ids. */
  body: string;
  /** No message older than this can be the one. */
  since: Date;
}

export type FindSentResult =
  /** `ack` 0: known to this device but not (yet) to the server; ask again after a minute. */
  | { kind: 'found'; ack: Ack }
  /** Surely never reached WhatsApp under this id. */
  | { kind: 'absent' }
  /** Cannot tell now (offline, restored from an older backup, timed out). */
  | { kind: 'unknown' };

export type Registration = 'registered' | 'unregistered' | 'unknown';

export type PairingCodeResult =
  | { kind: 'code'; code: string; expiresAt: Date }
  | { kind: 'unavailable'; reason: 'not_linking' | 'refused' | 'timed_out' };

export interface EngineCapabilities {
  /** True when `send` leaves under the caller's message id, which makes a resend of the same id harmless. */
  callerMessageIds: boolean;
  media: boolean;
}

/** One linked (or to be linked) number. Lives from `open` to `close`; not restartable. */
export interface WhatsAppEngine {
  readonly capabilities: EngineCapabilities;
  /** The status last told by a `state` event. */
  readonly status: WhatsAppEngineStatus;
  /**
   * Begins: restores from credentials, or asks for linking. Resolves when the attempt is under way; the rest is
   * events. With `pairingPhoneNumber` (E.164) and no credentials a pairing code is asked for instead of a QR.
   */
  start(options?: { pairingPhoneNumber?: string }): Promise<void>;
  /** Safe to call in parallel; order is then not promised. */
  send(message: OutgoingMessage, limits?: CallLimits): Promise<SendResult>;
  findSent(query: SentQuery, limits?: CallLimits): Promise<FindSentResult>;
  isRegistered(phoneNumber: string, limits?: CallLimits): Promise<Registration>;
  requestPairingCode(phoneNumber: string, limits?: CallLimits): Promise<PairingCodeResult>;
  /** Unlinks the device, deletes the credentials, tells LOGGED_OUT and closes. */
  logout(): Promise<void>;
  /** Stops and frees everything, keeps (and first saves) the credentials. Idempotent; tells no further events. */
  close(): Promise<void>;
}

export interface OpenEngine {
  /** WhatsAppSession id; names the profile folder and the log lines. */
  sessionId: string;
  credentials: CredentialStore;
  /** Called synchronously; must not throw (what it throws is logged and dropped). */
  onEvent: (event: WhatsAppEngineEvent) => void;
}

export interface WhatsAppEngineFactory {
  readonly name: 'web-js' | 'simulator';
  /** Builds without I/O; nothing runs before `start`. */
  open(options: OpenEngine): WhatsAppEngine;
}

/** `3EB0` + 18 upper-case hex digits: the shape of WhatsApp Web's own ids. */
export const MESSAGE_ID_PATTERN = /^3EB0[0-9A-F]{18}$/;

export const DEFAULT_DEADLINE_MS = 30_000;
