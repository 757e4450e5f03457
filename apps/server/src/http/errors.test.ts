import { DomainError, ERROR_CODES } from '@siar/shared';
import { QueueUnavailableError } from '@siar/queue';
import { TRPCError } from '@trpc/server';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { httpStatusOf, isDependencyDown, toDomainError, trpcCodeOf } from './errors.ts';

const context = { requestId: 'r-1' };
const codeOf = (thrown: unknown) => toDomainError(thrown, context).code;
const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code });
const zodError = () => z.object({ email: z.string() }).safeParse({ email: 'rahasia'.length }).error;

describe('what was thrown', () => {
  it('keeps its code and details when it is ours, also inside of tRPC', () => {
    const ours = new DomainError('quota_exceeded', { needed: 5, left: 2 });
    expect(toDomainError(ours, context)).toBe(ours);
    expect(toDomainError(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: ours }), context)).toBe(ours);
  });

  it('is invalid_input when an input does not parse, with the place of each issue', () => {
    const refusal = toDomainError(new TRPCError({ code: 'BAD_REQUEST', cause: zodError() }), context);
    expect(refusal).toMatchObject({
      code: 'invalid_input',
      details: { issues: [{ path: 'email', kind: 'invalid_type' }] },
    });
  });

  it('is our bug when an output does not parse', () => {
    const thrown = new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: zodError() });
    expect(toDomainError(thrown, context)).toMatchObject({ code: 'internal', details: { requestId: 'r-1' } });
  });

  it.each([
    ['PostgreSQL refuses', coded('ECONNREFUSED')],
    ['PostgreSQL is shutting down', coded('57P01')],
    ['PostgreSQL has no connection left', coded('53300')],
    ['Prisma cannot reach it', coded('P1001')],
    ['the pool waited in vain', new Error('timeout exceeded when trying to connect')],
    ['the line was cut', new Error('Connection terminated unexpectedly')],
    ['the queue is away', new QueueUnavailableError('away')],
    ['both addresses refuse', new AggregateError([coded('ECONNREFUSED')])],
    ['the adapter says so', Object.assign(new Error('x'), { cause: { kind: 'DatabaseNotReachable' } })],
    ['something else wraps it', new Error('x', { cause: coded('ECONNRESET') })],
  ])('is unavailable when %s', (_what, thrown) => {
    expect(isDependencyDown(thrown)).toBe(true);
    expect(codeOf(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: thrown }))).toBe('unavailable');
  });

  it('is internal when it is anything else, and says only the request id', () => {
    for (const thrown of [
      new TypeError('x is not a function'),
      coded('23514', 'rahasia'),
      'a string',
      undefined,
    ]) {
      const refusal = toDomainError(thrown, context);
      expect(refusal.code).toBe('internal');
      expect(refusal.details).toEqual({ requestId: 'r-1' });
    }
  });
});

describe('every code', () => {
  it.each(ERROR_CODES)('%s has one status, the same in REST and in tRPC', (code) => {
    const statuses: Partial<Record<string, number>> = {
      PARSE_ERROR: 400,
      BAD_REQUEST: 400,
      UNAUTHORIZED: 401,
      PAYMENT_REQUIRED: 402,
      FORBIDDEN: 403,
      NOT_FOUND: 404,
      CONFLICT: 409,
      PAYLOAD_TOO_LARGE: 413,
      UNSUPPORTED_MEDIA_TYPE: 415,
      UNPROCESSABLE_CONTENT: 422,
      TOO_MANY_REQUESTS: 429,
      INTERNAL_SERVER_ERROR: 500,
      SERVICE_UNAVAILABLE: 503,
    };
    expect(statuses[trpcCodeOf(code)]).toBe(httpStatusOf(code));
  });
});
