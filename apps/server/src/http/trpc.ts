import { DomainError, type Role } from '@siar/shared';
import { initTRPC } from '@trpc/server';
import type { OpenApiMeta } from 'trpc-to-openapi';
import type { Services } from '../services.ts';

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
  /** Set or clear the login cookie; does nothing on a WebSocket. */
  setLoginCookie(token: string | null): void;
}

const t = initTRPC
  .context<RequestContext>()
  .meta<OpenApiMeta>()
  .create({
    errorFormatter({ shape, error }) {
      const cause = error.cause;
      return {
        ...shape,
        data: {
          ...shape.data,
          // The stack stays in the log.
          stack: undefined,
          siar: cause instanceof DomainError ? { code: cause.code, details: cause.details } : null,
        },
      };
    },
  });

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
