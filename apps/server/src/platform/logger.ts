import { type DestinationStream, pino, type Logger } from 'pino';
import type { LogLevel } from '../config.ts';

/**
 * Structured lines of JSON. Take a child per concern: `logger.child({ userId, blastId })`; the names that
 * every line uses are `requestId`, `userId`, `blastId`, `jobId`, `sessionId` (a WhatsAppSession).
 */
export type { Logger } from 'pino';

/** Keys whose values never reach a log, wherever they stand. */
const SECRET_KEYS = new Set(
  [
    'password', 'currentPassword', 'newPassword', 'passwordHash', 'token', 'snapToken', 'secret', 'apiKey', 'key',
    'keyHash', 'authorization', 'cookie', 'set-cookie', 'credentials', 'ciphertext', 'qr', 'pairingCode', 'body',
    'text', 'caption', 'serverKey', 'clientKey', 'databaseUrl', 'redisUrl', 'smtpUrl', 'connectionString',
  ].map((key) => key.toLowerCase()),
); // prettier-ignore

/** Keys that hold phone numbers: kept recognisable, not dialable. */
const NUMBER_KEYS = new Set(['phonenumber', 'pairingphonenumber', 'number', 'to', 'from', 'recipient']);

const DEPTH = 5;

/** `+6281234567890` → `+62812…890`. What is too short to hide anything is hidden whole. */
export function maskPhoneNumber(phoneNumber: string): string {
  return phoneNumber.length < 10 ? '…' : `${phoneNumber.slice(0, 6)}…${phoneNumber.slice(-3)}`;
}

/** Numbers inside sentences, as libraries put them into error messages: E.164, or a JID's local part. */
export function maskNumbersIn(sentence: string): string {
  return sentence.replace(/(?<![\w.-])\+?(?:62|0)8\d{7,12}(?![\w-])|\+\d{9,15}/g, maskPhoneNumber);
}

function redact(value: unknown, depth: number): unknown {
  if (value instanceof Error) return describeError(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Buffer.isBuffer(value)) return `[${value.length} bytes]`;
  if (depth === 0) return '[deep]';
  if (Array.isArray(value)) return value.slice(0, 20).map((item) => redact(item, depth - 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, redactEntry(key, entry, depth)]),
  );
}

function redactEntry(key: string, value: unknown, depth: number): unknown {
  const name = key.toLowerCase();
  if (value === null || value === undefined || typeof value === 'boolean') return value;
  if (SECRET_KEYS.has(name)) return '[redacted]';
  if (NUMBER_KEYS.has(name) && typeof value === 'string' && /\d{5}/.test(value))
    return maskPhoneNumber(value);
  return redact(value, depth - 1);
}

/** Name, code, message and stack, and the same of the cause. Other properties may hold anything: left out. */
function describeError(error: Error, depth = 3): Record<string, unknown> {
  return {
    type: error.name,
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    message: maskNumbersIn(error.message),
    stack: maskNumbersIn(error.stack ?? ''),
    ...(error.cause instanceof Error && depth > 0 ? { cause: describeError(error.cause, depth - 1) } : {}),
  };
}

/**
 * @param name which program writes: `api`, `worker`
 * @param destination standard output when absent
 */
export function createLogger(options: {
  level: LogLevel;
  name: string;
  destination?: DestinationStream;
}): Logger {
  const settings = {
    level: options.level,
    base: { name: options.name },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (line: object) => redact(line, DEPTH) as Record<string, unknown>,
    },
    // The formatter has described errors already; pino's own serializer would spread all their properties.
    serializers: {
      err: (described: unknown) => (described instanceof Error ? describeError(described) : described),
    },
  };
  return withRedactedBindings(
    options.destination === undefined ? pino(settings) : pino(settings, options.destination),
  );
}

/** pino writes a child's bindings past every formatter; all children inherit this `child`. */
function withRedactedBindings(logger: Logger): Logger {
  const { child } = logger;
  logger.child = function (this: Logger, bindings, ...rest) {
    return child.call(this, redact(bindings, DEPTH) as typeof bindings, ...rest);
  } as typeof child;
  return logger;
}

/** For tests. */
export const createSilentLogger = (): Logger => pino({ level: 'silent' });
