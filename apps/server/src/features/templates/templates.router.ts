import {
  pageInput,
  pageOf,
  storableText,
  template,
  templateBody,
  templateName,
  templateVersion,
} from '@siar/shared';
import { z } from 'zod';
import { router, userProcedure } from '../../http/trpc.ts';
import { given } from '../auth/given.ts';

const byId = z.object({ id: z.uuid() });
const tags = ['templates'];

export const templatesRouter = router({
  list: userProcedure
    .meta({
      openapi: { method: 'GET', path: '/templates', tags, summary: 'Message templates, newest first' },
    })
    .input(
      pageInput.extend({
        cursor: z.uuid().optional(),
        search: z.string().max(100).transform(storableText).optional(),
      }),
    )
    .output(pageOf(template))
    .query(({ ctx, input }) => ctx.services.templates.list({ ...given(input), userId: ctx.userId })),

  get: userProcedure
    .meta({
      openapi: { method: 'GET', path: '/templates/{id}', tags, summary: 'One template with its variables' },
    })
    .input(byId)
    .output(template)
    .query(({ ctx, input }) => ctx.services.templates.get({ ...input, userId: ctx.userId })),

  versions: userProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/templates/{id}/versions',
        tags,
        summary: 'What it said before, newest first',
      },
    })
    .input(byId)
    .output(z.object({ items: z.array(templateVersion) }))
    .query(async ({ ctx, input }) => ({
      items: await ctx.services.templates.versions({ ...input, userId: ctx.userId }),
    })),

  create: userProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/templates',
        successStatus: 201,
        tags,
        summary: 'Write a template; {{name|Kak}} is a variable',
      },
    })
    .input(z.object({ name: templateName, body: templateBody }))
    .output(template)
    .mutation(({ ctx, input }) => ctx.services.templates.create({ ...input, userId: ctx.userId })),

  update: userProcedure
    .meta({
      openapi: {
        method: 'PATCH',
        path: '/templates/{id}',
        tags,
        summary: 'Change a template; a new text is a new version',
      },
    })
    .input(
      byId.extend({
        name: templateName.optional(),
        body: templateBody.optional(),
        expectedVersion: z.int().min(1).optional(),
      }),
    )
    .output(template)
    .mutation(({ ctx, input }) => ctx.services.templates.update({ ...given(input), userId: ctx.userId })),

  delete: userProcedure
    .meta({
      openapi: {
        method: 'DELETE',
        path: '/templates/{id}',
        tags,
        summary: 'Delete a template; sent blasts stay',
      },
    })
    .input(byId)
    .output(byId)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.templates.remove({ ...input, userId: ctx.userId });
      return input;
    }),
});
