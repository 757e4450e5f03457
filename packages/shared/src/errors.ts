/**
 * Every way in which Siar says no. The code is for programs, the sentence (i18n/errors.ts) for people,
 * the HTTP status is chosen in one file of the server.
 */
export const ERROR_CODES = [
  'invalid_input', // a value has the wrong type or shape; details.issues names each
  'unauthenticated', // no valid login token, cookie or API key
  'invalid_credentials', // e-mail or password is wrong; never says which
  'account_inactive', // an admin deactivated the account
  'forbidden', // logged in, but the role does not allow it
  'origin_not_allowed', // a browser mutation came from a foreign origin
  'not_found', // no such row, or it belongs to somebody else
  'conflict', // the row changed meanwhile, or is in a state that does not allow this; details.status
  'email_taken',
  'name_taken', // a list, tag or template of that name exists
  'password_too_long', // over 72 bytes: bcrypt would cut it silently
  'rate_limited', // details.retryAfterSeconds
  'payload_too_large', // details.limitBytes
  'malformed_json',
  'unsupported_media_type',
  'invalid_phone_number', // details.reason: see PhoneProblem
  'file_unreadable', // details.reason, details.row
  'file_empty',
  'audience_empty', // a blast would reach nobody
  'idempotency_mismatch', // the same Idempotency-Key with another body
  'illegal_transition', // details.from, details.to
  'whatsapp_not_connected',
  'whatsapp_already_connected',
  'number_in_use', // that WhatsApp number is linked by another account
  'quota_exceeded', // details.needed, details.left
  'subscription_required',
  'payments_unavailable',
  'last_admin', // would leave the platform without an active admin
  'busy', // the database or queue is behind; details.retryAfterSeconds
  'unavailable', // a dependency is down
  'internal', // a bug; details.requestId finds it in the logs
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** A refusal with a code. Everything a person or program should act on stands in `details`. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, details: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = 'DomainError';
    this.code = code;
    this.details = details;
  }
}

/** Narrow what was caught. */
export function isDomainError(error: unknown, code?: ErrorCode): error is DomainError {
  return error instanceof DomainError && (code === undefined || error.code === code);
}

/** 404 for unknown and foreign ids alike. */
export function notFound(what: string): DomainError {
  return new DomainError('not_found', { what });
}
