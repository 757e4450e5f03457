import {
  blast,
  blastChanges,
  blastMessage,
  blastMessageDetail,
  blastMessageId,
  blastStatus,
  messageStatus,
  newBlast,
  pageInput,
  pageOf,
  storableText,
} from '@siar/shared';
import { tracked } from '@trpc/server';
import { z } from 'zod';
import { router, userProcedure } from '../../http/trpc.ts';
import { given } from '../auth/given.ts';

const tags = ['blasts'];
const byId = z.object({ id: z.uuid() });

const rest = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: `/${string}`, summary: string) => ({
  openapi: { method, path, tags, summary },
});

const created = (path: `/${string}`, summary: string) => ({
  openapi: { method: 'POST' as const, path, tags, summary, successStatus: 201 as const },
});

export const blastsRouter = router({
  list: userProcedure
    .meta(rest('GET', '/blasts', 'Blasts, newest first'))
    .input(
      pageInput.extend({
        cursor: z.uuid().optional(),
        status: blastStatus.optional(),
        search: z.string().max(100).transform(storableText).optional(),
      }),
    )
    .output(pageOf(blast))
    .query(({ ctx, input }) => ctx.services.blasts.list({ ...given(input), userId: ctx.userId })),

  get: userProcedure
    .meta(rest('GET', '/blasts/{id}', 'One blast with its counts; they are disjoint'))
    .input(byId)
    .output(blast)
    .query(({ ctx, input }) => ctx.services.blasts.get({ ...input, userId: ctx.userId })),

  create: userProcedure
    .meta(created('/blasts', 'Create a blast; `Idempotency-Key` makes a repeated call answer with the first'))
    .input(newBlast)
    .output(blast)
    .mutation(({ ctx, input }) =>
      ctx.services.blasts.create({ ...input, userId: ctx.userId, idempotencyKey: ctx.idempotencyKey }),
    ),

  update: userProcedure
    .meta(rest('PATCH', '/blasts/{id}', 'Change a draft'))
    .input(blastChanges.extend(byId.shape))
    .output(blast)
    .mutation(({ ctx, input }) => ctx.services.blasts.update({ ...input, userId: ctx.userId })),

  remove: userProcedure
    .meta(rest('DELETE', '/blasts/{id}', 'Throw a draft away'))
    .input(byId)
    .output(z.object({ ok: z.literal(true) }))
    .mutation(async ({ ctx, input }) => {
      await ctx.services.blasts.remove({ ...input, userId: ctx.userId });
      return { ok: true } as const;
    }),

  launch: userProcedure
    .meta(rest('POST', '/blasts/{id}/launch', 'Begin now'))
    .input(byId)
    .output(blast)
    .mutation(({ ctx, input }) => ctx.services.blasts.launch({ ...input, userId: ctx.userId })),

  schedule: userProcedure
    .meta(rest('POST', '/blasts/{id}/schedule', 'Begin at `scheduledAt`'))
    .input(byId.extend({ scheduledAt: z.iso.datetime({ offset: true }) }))
    .output(blast)
    .mutation(({ ctx, input }) => ctx.services.blasts.schedule({ ...input, userId: ctx.userId })),

  pause: userProcedure
    .meta(rest('POST', '/blasts/{id}/pause', 'Send nothing more; one message may be on its way'))
    .input(byId)
    .output(blast)
    .mutation(({ ctx, input }) => ctx.services.blasts.pause({ ...input, userId: ctx.userId })),

  resume: userProcedure
    .meta(rest('POST', '/blasts/{id}/resume', 'Go on where it stopped'))
    .input(byId)
    .output(blast)
    .mutation(({ ctx, input }) => ctx.services.blasts.resume({ ...input, userId: ctx.userId })),

  cancel: userProcedure
    .meta(rest('POST', '/blasts/{id}/cancel', 'Stop for good; what has not left never leaves'))
    .input(byId)
    .output(blast)
    .mutation(({ ctx, input }) => ctx.services.blasts.cancel({ ...input, userId: ctx.userId })),

  retryFailed: userProcedure
    .meta(rest('POST', '/blasts/{id}/retry-failed', 'Try again what failed, and only that'))
    .input(byId)
    .output(blast)
    .mutation(({ ctx, input }) => ctx.services.blasts.retryFailed({ ...input, userId: ctx.userId })),

  duplicate: userProcedure
    .meta(rest('POST', '/blasts/{id}/duplicate', 'A new draft with the same words and people'))
    .input(byId)
    .output(blast)
    .mutation(({ ctx, input }) => ctx.services.blasts.duplicate({ ...input, userId: ctx.userId })),

  messages: userProcedure
    .meta(rest('GET', '/blasts/{id}/messages', 'What became of each recipient'))
    .input(
      pageInput.extend({
        id: z.uuid(),
        cursor: z
          .string()
          .regex(/^\d{1,9}$/)
          .optional(),
        status: messageStatus.optional(),
      }),
    )
    .output(pageOf(blastMessage))
    .query(({ ctx, input }) => ctx.services.blastMessages.list({ ...given(input), userId: ctx.userId })),

  message: userProcedure
    .meta(rest('GET', '/messages/{messageId}', 'One message in full'))
    .input(z.object({ messageId: blastMessageId }))
    .output(blastMessageDetail)
    .query(({ ctx, input }) => ctx.services.blastMessages.get({ ...input, userId: ctx.userId })),

  onProgress: userProcedure
    .input(z.object({ blastId: z.uuid(), lastEventId: z.string().max(100).nullish() }))
    .subscription(async function* ({ ctx, input, signal }) {
      const { blastId } = input;
      const states = ctx.services.blasts.follow({ userId: ctx.userId, blastId, signal: signal ?? null });
      // Always the whole state: a client that resumes needs nothing of what it missed.
      for await (const { rev, progress } of states) yield tracked(String(rev), progress);
    }),
});
