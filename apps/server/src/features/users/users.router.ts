import { pageInput, pageOf, role } from '@siar/shared';
import { z } from 'zod';
import { adminProcedure, router } from '../../http/trpc.ts';
import { emailAddress, newPassword, personName } from '../auth/auth.schemas.ts';
import { given } from '../auth/given.ts';
import { userFilter, userView } from './users.schemas.ts';

const byId = z.object({ id: z.uuid() });
const tags = ['admin: users'];

export const usersRouter = router({
  list: adminProcedure
    .meta({ openapi: { method: 'GET', path: '/admin/users', tags, summary: 'List and search people' } })
    .input(pageInput.extend({ cursor: z.uuid().optional() }).extend(userFilter.shape))
    .output(pageOf(userView))
    .query(({ ctx, input }) => ctx.services.users.list(given(input))),

  get: adminProcedure
    .meta({ openapi: { method: 'GET', path: '/admin/users/{id}', tags, summary: 'One person' } })
    .input(byId)
    .output(userView)
    .query(({ ctx, input }) => ctx.services.users.get(input)),

  create: adminProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/admin/users',
        tags,
        summary: 'Create an account for somebody',
        successStatus: 201,
      },
    })
    .input(
      z.object({ email: emailAddress, password: newPassword, name: personName, role: role.default('USER') }),
    )
    .output(userView)
    .mutation(({ ctx, input }) =>
      ctx.services.users.create({ ...input, actorId: ctx.userId, address: ctx.address }),
    ),

  update: adminProcedure
    .meta({
      openapi: {
        method: 'PATCH',
        path: '/admin/users/{id}',
        tags,
        summary: 'Change name, e-mail, role or password; a new password ends all logins',
      },
    })
    .input(
      byId.extend({
        email: emailAddress.optional(),
        password: newPassword.optional(),
        name: personName.optional(),
        role: role.optional(),
      }),
    )
    .output(userView)
    .mutation(({ ctx, input }) =>
      ctx.services.users.update({ ...given(input), actorId: ctx.userId, address: ctx.address }),
    ),

  deactivate: adminProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/admin/users/{id}/deactivate',
        tags,
        summary: 'Log out everywhere at once, pause the blasts, disconnect the number',
      },
    })
    .input(byId)
    .output(userView)
    .mutation(({ ctx, input }) =>
      ctx.services.users.deactivate({ ...input, actorId: ctx.userId, address: ctx.address }),
    ),

  activate: adminProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/admin/users/{id}/activate',
        tags,
        summary: 'Allow logging in again; blasts stay paused until resumed',
      },
    })
    .input(byId)
    .output(userView)
    .mutation(({ ctx, input }) =>
      ctx.services.users.activate({ ...input, actorId: ctx.userId, address: ctx.address }),
    ),

  remove: adminProcedure
    .meta({
      openapi: {
        method: 'DELETE',
        path: '/admin/users/{id}',
        tags,
        summary: 'Delete a deactivated person for good, with everything that is his',
      },
    })
    .input(byId)
    .output(byId)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.users.remove({ ...input, actorId: ctx.userId, address: ctx.address });
      return input;
    }),
});
