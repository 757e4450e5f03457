import { QueueUnavailableError } from '@siar/queue';
import { DomainError, type ErrorCode, isDomainError } from '@siar/shared';
import { TRPCError } from '@trpc/server';
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/rpc';
import { ZodError } from 'zod';

/** The one place that knows what a refusal is in HTTP and in tRPC. */
const FACES: Readonly<Record<ErrorCode, readonly [status: number, code: TRPC_ERROR_CODE_KEY]>> = {
  invalid_input: [400, 'BAD_REQUEST'],
  unauthenticated: [401, 'UNAUTHORIZED'],
  invalid_credentials: [401, 'UNAUTHORIZED'],
  account_inactive: [403, 'FORBIDDEN'],
  forbidden: [403, 'FORBIDDEN'],
  origin_not_allowed: [403, 'FORBIDDEN'],
  not_found: [404, 'NOT_FOUND'],
  conflict: [409, 'CONFLICT'],
  email_taken: [409, 'CONFLICT'],
  name_taken: [409, 'CONFLICT'],
  password_too_long: [400, 'BAD_REQUEST'],
  rate_limited: [429, 'TOO_MANY_REQUESTS'],
  payload_too_large: [413, 'PAYLOAD_TOO_LARGE'],
  malformed_json: [400, 'PARSE_ERROR'],
  unsupported_media_type: [415, 'UNSUPPORTED_MEDIA_TYPE'],
  invalid_phone_number: [422, 'UNPROCESSABLE_CONTENT'],
  file_unreadable: [422, 'UNPROCESSABLE_CONTENT'],
  file_empty: [422, 'UNPROCESSABLE_CONTENT'],
  audience_empty: [422, 'UNPROCESSABLE_CONTENT'],
  idempotency_mismatch: [422, 'UNPROCESSABLE_CONTENT'],
  illegal_transition: [409, 'CONFLICT'],
  whatsapp_not_connected: [409, 'CONFLICT'],
  whatsapp_already_connected: [409, 'CONFLICT'],
  number_in_use: [409, 'CONFLICT'],
  quota_exceeded: [402, 'PAYMENT_REQUIRED'],
  subscription_required: [402, 'PAYMENT_REQUIRED'],
  payments_unavailable: [503, 'SERVICE_UNAVAILABLE'],
  last_admin: [409, 'CONFLICT'],
  busy: [503, 'SERVICE_UNAVAILABLE'],
  unavailable: [503, 'SERVICE_UNAVAILABLE'],
  internal: [500, 'INTERNAL_SERVER_ERROR'],
};

export const httpStatusOf = (code: ErrorCode): number => FACES[code][0];
export const trpcCodeOf = (code: ErrorCode): TRPC_ERROR_CODE_KEY => FACES[code][1];

/** What was thrown, whatever it was, as a refusal. Bugs become `internal` with the request's id. */
export function toDomainError(thrown: unknown, context: { requestId: string }): DomainError {
  if (isDomainError(thrown)) return thrown;
  if (thrown instanceof TRPCError) return fromTrpc(thrown, context);
  if (isDependencyDown(thrown)) return new DomainError('unavailable', {}, { cause: thrown });
  const fromRequest = fromHttpError(thrown);
  if (fromRequest !== null) return fromRequest;
  // Two requests raced, or a row went away between reading and writing: the caller can act on it.
  if (prismaCodeOf(thrown) === 'P2002') return new DomainError('conflict', {}, { cause: thrown });
  if (prismaCodeOf(thrown) === 'P2025') return new DomainError('not_found', {}, { cause: thrown });
  return new DomainError('internal', { requestId: context.requestId }, { cause: thrown });
}

function fromTrpc(error: TRPCError, context: { requestId: string }): DomainError {
  if (isDomainError(error.cause)) return error.cause;
  switch (error.code) {
    case 'BAD_REQUEST':
      if (error.cause instanceof ZodError) return invalidInput(error.cause);
      return new DomainError('invalid_input', { issues: [] }, { cause: error });
    case 'PARSE_ERROR':
      return new DomainError('malformed_json', {}, { cause: error });
    case 'PAYLOAD_TOO_LARGE':
      return new DomainError('payload_too_large', {}, { cause: error });
    case 'UNSUPPORTED_MEDIA_TYPE':
      return new DomainError('unsupported_media_type', {}, { cause: error });
    // Of tRPC itself: no procedure of that name, or a query asked for as a mutation.
    case 'NOT_FOUND':
    case 'METHOD_NOT_SUPPORTED':
      return new DomainError('not_found', { what: 'procedure' }, { cause: error });
    default:
      // An output that fails its schema has a ZodError as its cause and is our bug, never the caller's.
      if (error.cause === undefined || error.cause instanceof ZodError) {
        return new DomainError('internal', { requestId: context.requestId }, { cause: error });
      }
      return toDomainError(error.cause, context);
  }
}

/** `details.issues`: where (dotted path), what kind, and zod's sentence. Values are not echoed. */
export function invalidInput(error: ZodError): DomainError {
  const issues = error.issues.slice(0, 50).map((issue) => ({
    path: issue.path.map(String).join('.'),
    kind: issue.code,
    message: issue.message,
  }));
  return new DomainError('invalid_input', { issues }, { cause: error });
}

/** What body-parser and the Express router throw: http-errors with a `type`. */
function fromHttpError(thrown: unknown): DomainError | null {
  if (!(thrown instanceof Error) || !('status' in thrown) || typeof thrown.status !== 'number') return null;
  const type = 'type' in thrown ? thrown.type : undefined;
  if (type === 'entity.too.large' || thrown.status === 413) {
    return new DomainError('payload_too_large', { limitBytes: 'limit' in thrown ? thrown.limit : undefined });
  }
  if (type === 'entity.parse.failed') return new DomainError('malformed_json', {}, { cause: thrown });
  if (thrown.status === 415) return new DomainError('unsupported_media_type', {}, { cause: thrown });
  // A path that does not decode, a body that breaks off.
  if (thrown.status === 400) return new DomainError('invalid_input', { issues: [] }, { cause: thrown });
  return null;
}

/** Codes of PostgreSQL (08 connection, 57P shutting down, 53 exhausted), of sockets and of Prisma. */
const DOWN_CODES =
  /^(08|57P0|53|ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|P1001|P1002|P1008|P1017|P2024)/;
const DOWN_KINDS = ['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections'];
const DOWN_SENTENCES =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Can't reach database server/;

/** Whether a dependency (database, queue) could not be reached, as opposed to having said no. */
export function isDependencyDown(thrown: unknown): boolean {
  if (thrown instanceof QueueUnavailableError) return true;
  if (thrown instanceof AggregateError && thrown.errors.some(isDependencyDown)) return true;
  if (!(thrown instanceof Error)) return false;
  if ('code' in thrown && typeof thrown.code === 'string' && DOWN_CODES.test(thrown.code)) return true;
  if (DOWN_SENTENCES.test(thrown.message)) return true;
  const { cause } = thrown;
  if (typeof cause !== 'object' || cause === null) return false;
  if ('kind' in cause && typeof cause.kind === 'string' && DOWN_KINDS.includes(cause.kind)) return true;
  return isDependencyDown(cause);
}

function prismaCodeOf(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || thrown.name !== 'PrismaClientKnownRequestError') return null;
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null;
}
