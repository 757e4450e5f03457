import { DomainError } from '@siar/shared';
import { z } from 'zod';
import { publicProcedure, router, userProcedure } from '../../http/trpc.ts';
import { me } from './account.service.ts';
import { apiKeyView } from './api-keys.service.ts';
import { given } from './given.ts';
import {
  emailAddress,
  locale,
  newPassword,
  password,
  person,
  personName,
  timeZoneName,
} from './auth.schemas.ts';

/** A person at a screen. A leaked API key must not be able to make more keys or shut its owner out. */
const loggedInProcedure = userProcedure.use(({ ctx, next }) => {
  const { loginSessionId } = ctx.caller;
  if (loginSessionId === null) throw new DomainError('forbidden', { reason: 'api_key' });
  return next({ ctx: { ...ctx, loginSessionId } });
});

const done = z.object({ ok: z.literal(true) });

export const authRouter = router({
  register: publicProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/auth/register',
        tags: ['auth'],
        protect: false,
        summary: 'Create an account',
        successStatus: 201,
        successDescription: 'The new account; log in to get a token',
      },
    })
    .input(z.object({ email: emailAddress, password: newPassword, name: personName }))
    .output(z.object({ user: person }))
    .mutation(({ ctx, input }) => ctx.services.auth.register({ ...input, address: ctx.address })),

  login: publicProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/auth/login',
        tags: ['auth'],
        protect: false,
        summary: 'Log in: a bearer token, and the cookie for a browser',
      },
    })
    .input(z.object({ email: emailAddress, password }))
    .output(z.object({ user: person, token: z.string() }))
    .mutation(async ({ ctx, input }) => {
      const { address, userAgent } = ctx;
      const answer = await ctx.services.auth.login({ ...input, address, userAgent });
      ctx.setLoginCookie(answer.token);
      return answer;
    }),

  logout: userProcedure
    .meta({ openapi: { method: 'POST', path: '/auth/logout', tags: ['auth'], summary: 'End this login' } })
    .output(done)
    .mutation(async ({ ctx }) => {
      await ctx.services.auth.logout({ userId: ctx.userId, loginSessionId: ctx.caller.loginSessionId });
      ctx.setLoginCookie(null);
      return { ok: true };
    }),

  logoutEverywhere: loggedInProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/auth/logout-everywhere',
        tags: ['auth'],
        summary: 'End all logins, this one too; API keys go on',
      },
    })
    .output(done)
    .mutation(async ({ ctx }) => {
      await ctx.services.auth.logoutEverywhere({ userId: ctx.userId, address: ctx.address });
      ctx.setLoginCookie(null);
      return { ok: true };
    }),

  changePassword: loggedInProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/auth/change-password',
        tags: ['auth'],
        summary: 'Change the password; all other logins end',
      },
    })
    .input(z.object({ currentPassword: password, newPassword }))
    .output(done)
    .mutation(async ({ ctx, input }) => {
      const { userId, loginSessionId, address } = ctx;
      await ctx.services.auth.changePassword({ ...input, userId, loginSessionId, address });
      return { ok: true };
    }),

  me: userProcedure
    .meta({ openapi: { method: 'GET', path: '/me', tags: ['auth'], summary: 'Who am I' } })
    .output(me)
    .query(({ ctx }) => ctx.services.account.me({ userId: ctx.userId })),

  updateMe: userProcedure
    .meta({
      openapi: {
        method: 'PATCH',
        path: '/me',
        tags: ['auth'],
        summary: 'Change name, language or time zone',
      },
    })
    .input(
      z.object({ name: personName.optional(), locale: locale.optional(), timeZone: timeZoneName.optional() }),
    )
    .output(person)
    .mutation(({ ctx, input }) => ctx.services.account.update({ ...given(input), userId: ctx.userId })),
});

export const apiKeysRouter = router({
  list: userProcedure
    .meta({ openapi: { method: 'GET', path: '/api-keys', tags: ['api-keys'], summary: 'My API keys' } })
    .output(z.object({ items: z.array(apiKeyView) }))
    .query(async ({ ctx }) => ({ items: await ctx.services.apiKeys.list({ userId: ctx.userId }) })),

  create: loggedInProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/api-keys',
        tags: ['api-keys'],
        summary: 'Make an API key; it is shown this once',
        successStatus: 201,
      },
    })
    .input(z.object({ name: personName, expiresAt: z.iso.datetime({ offset: true }).optional() }))
    .output(apiKeyView.extend({ key: z.string() }))
    .mutation(({ ctx, input }) =>
      ctx.services.apiKeys.create({
        userId: ctx.userId,
        name: input.name,
        expiresAt: input.expiresAt === undefined ? null : new Date(input.expiresAt),
        address: ctx.address,
      }),
    ),

  revoke: userProcedure
    .meta({
      openapi: { method: 'DELETE', path: '/api-keys/{id}', tags: ['api-keys'], summary: 'Revoke an API key' },
    })
    .input(z.object({ id: z.uuid() }))
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.apiKeys.revoke({ userId: ctx.userId, id: input.id, address: ctx.address });
      return { ok: true };
    }),
});
