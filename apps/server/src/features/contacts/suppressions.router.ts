import { pageInput, pageOf, storableText, suppression } from '@siar/shared';
import { z } from 'zod';
import { router, userProcedure } from '../../http/trpc.ts';
import { given } from '../auth/given.ts';

const tags = ['suppressions'];
const byNumber = z.object({ phoneNumber: z.string().min(1).max(100) });

export const suppressionsRouter = router({
  list: userProcedure
    .meta({
      openapi: { method: 'GET', path: '/suppressions', tags, summary: 'Numbers that no blast reaches' },
    })
    .input(pageInput.extend({ search: z.string().max(100).transform(storableText).optional() }))
    .output(pageOf(suppression))
    .query(({ ctx, input }) => ctx.services.suppressions.list({ ...given(input), userId: ctx.userId })),

  get: userProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/suppressions/{phoneNumber}',
        tags,
        summary: 'Is this number suppressed?',
      },
    })
    .input(byNumber)
    .output(suppression)
    .query(({ ctx, input }) => ctx.services.suppressions.get({ ...input, userId: ctx.userId })),

  add: userProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/suppressions',
        successStatus: 201,
        tags,
        summary: 'Suppress a number by hand',
      },
    })
    .input(byNumber.extend({ note: z.string().max(500).transform(storableText).nullish() }))
    .output(suppression)
    .mutation(({ ctx, input }) =>
      ctx.services.suppressions.add({ ...given(input), userId: ctx.userId, address: ctx.address }),
    ),

  delete: userProcedure
    .meta({
      openapi: {
        method: 'DELETE',
        path: '/suppressions/{phoneNumber}',
        tags,
        summary: 'Allow a number again',
      },
    })
    .input(byNumber)
    .output(byNumber)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.suppressions.remove({ ...input, userId: ctx.userId, address: ctx.address });
      return input;
    }),
});
