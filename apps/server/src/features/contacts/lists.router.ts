import { contactList, contactListName, pageInput, pageOf, storableText } from '@siar/shared';
import { z } from 'zod';
import { router, userProcedure } from '../../http/trpc.ts';
import { given } from '../auth/given.ts';

const byId = z.object({ id: z.uuid() });
const tags = ['lists'];
const description = z.string().max(500).transform(storableText);
const members = byId.extend({ contactIds: z.array(z.uuid()).min(1).max(1_000) });

export const listsRouter = router({
  list: userProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/lists',
        tags,
        summary: 'Contact lists with their sizes, newest first',
      },
    })
    .input(
      pageInput.extend({
        cursor: z.uuid().optional(),
        search: z.string().max(100).transform(storableText).optional(),
      }),
    )
    .output(pageOf(contactList))
    .query(({ ctx, input }) => ctx.services.lists.list({ ...given(input), userId: ctx.userId })),

  get: userProcedure
    .meta({ openapi: { method: 'GET', path: '/lists/{id}', tags, summary: 'One list' } })
    .input(byId)
    .output(contactList)
    .query(({ ctx, input }) => ctx.services.lists.get({ ...input, userId: ctx.userId })),

  create: userProcedure
    .meta({ openapi: { method: 'POST', path: '/lists', successStatus: 201, tags, summary: 'Begin a list' } })
    .input(z.object({ name: contactListName, description: description.nullish() }))
    .output(contactList)
    .mutation(({ ctx, input }) => ctx.services.lists.create({ ...given(input), userId: ctx.userId })),

  update: userProcedure
    .meta({ openapi: { method: 'PATCH', path: '/lists/{id}', tags, summary: 'Rename or describe a list' } })
    .input(byId.extend({ name: contactListName.optional(), description: description.nullish() }))
    .output(contactList)
    .mutation(({ ctx, input }) => ctx.services.lists.update({ ...given(input), userId: ctx.userId })),

  delete: userProcedure
    .meta({
      openapi: { method: 'DELETE', path: '/lists/{id}', tags, summary: 'Delete a list; its contacts stay' },
    })
    .input(byId)
    .output(byId)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.lists.remove({ ...input, userId: ctx.userId });
      return input;
    }),

  addMembers: userProcedure
    .meta({
      openapi: { method: 'POST', path: '/lists/{id}/members', tags, summary: 'Put contacts on a list' },
    })
    .input(members)
    .output(contactList)
    .mutation(({ ctx, input }) => ctx.services.lists.addMembers({ ...input, userId: ctx.userId })),

  removeMembers: userProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/lists/{id}/members/remove',
        tags,
        summary: 'Take contacts off a list',
      },
    })
    .input(members)
    .output(contactList)
    .mutation(({ ctx, input }) => ctx.services.lists.removeMembers({ ...input, userId: ctx.userId })),
});
