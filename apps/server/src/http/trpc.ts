import { DomainError, errorMessage, type Locale, type Role } from '@siar/shared';
import { initTRPC } from '@trpc/server';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import type { OpenApiMeta } from 'trpc-to-openapi';
import type { Services } from '../services.ts';
import { httpStatusOf, toDomainError, trpcCodeOf } from './errors.ts';

/** Who is asking, as the login cookie, login token or API key says. */
export interface Caller {
  id: string;
  email: string;
  name: string;
  role: Role;
  /** SHA-256 of the login token, to log out just this one; null for an API key. */
  loginSessionId: string | null;
}

/** What a procedure gets. Services are the same for all requests; the rest belongs to one request or socket. */
export interface RequestContext {
  requestId: string;
  services: Services;
  caller: Caller | null;
  /** Client address for rate limits and the audit log. */
  address: string;
  userAgent: string | null;
  /** Value of `Idempotency-Key`, when there is one. */
  idempotencyKey: string | null;
  /** What the caller reads; Indonesian when absent. */
  locale?: Locale;
  /** Set or clear the login cookie; does nothing on a WebSocket. */
  setLoginCookie(token: string | null): void;
}

/** How a procedure is served as REST, beside what trpc-to-openapi knows. */
export type ProcedureMeta = OpenApiMeta & {
  openapi?: NonNullable<OpenApiMeta['openapi']> & {
    /** 200 when absent. With 204 the answer has no body. */
    successStatus?: 200 | 201 | 202 | 204;
  };
};

const t = initTRPC
  .context<RequestContext>()
  .meta<ProcedureMeta>()
  .create({
    errorFormatter: ({ error, path, ctx }) =>
      errorShapeOf(toDomainError(error, { requestId: ctx?.requestId ?? '' }), { path, locale: ctx?.locale }),
  });

/** A refusal as tRPC clients read it: its code and status, and ours beside them. The stack stays in the log. */
export function errorShapeOf(
  refusal: DomainError,
  { path, locale }: { path: string | undefined; locale: Locale | undefined },
) {
  const code = trpcCodeOf(refusal.code);
  return {
    code: TRPC_ERROR_CODES_BY_KEY[code],
    message: errorMessage(refusal.code, locale),
    data: {
      code,
      httpStatus: httpStatusOf(refusal.code),
      ...(path === undefined ? {} : { path }),
      siar: { code: refusal.code, details: refusal.details },
    },
  };
}

export const router = t.router;
export const mergeRouters = t.mergeRouters;
export const createCallerFactory = t.createCallerFactory;
export const middleware = t.middleware;

/** Anybody, logged in or not. */
export const publicProcedure = t.procedure;

/** A person or program that is logged in; `ctx.caller` is there and `ctx.userId` is the tenant. */
export const userProcedure = publicProcedure.use(({ ctx, next }) => {
  if (ctx.caller === null) throw new DomainError('unauthenticated');
  return next({ ctx: { ...ctx, caller: ctx.caller, userId: ctx.caller.id } });
});

/** An admin of the platform. */
export const adminProcedure = userProcedure.use(({ ctx, next }) => {
  if (ctx.caller.role !== 'ADMIN') throw new DomainError('forbidden');
  return next({ ctx });
});
