import {
  bulkResult,
  contact,
  contactFields,
  contactName,
  importRun,
  importRunDetail,
  MAX_NUMBERS_PER_CALL,
  pageInput,
  pageOf,
  storableText,
} from '@siar/shared';
import { tracked } from '@trpc/server';
import { z } from 'zod';
import { router, userProcedure } from '../../http/trpc.ts';
import { given } from '../auth/given.ts';

const byId = z.object({ id: z.uuid() });
const tags = ['contacts'];
const page = pageInput.extend({ cursor: z.uuid().optional() });
/** Longer than any number that people type, so that each is refused by itself and not the whole call. */
const numberAsTyped = z.string().max(500);
const listIds = z.array(z.uuid()).max(100);
const filter = z.object({
  search: z.string().max(100).transform(storableText).optional(),
  listId: z.uuid().optional(),
});

const importsRouter = router({
  list: userProcedure
    .meta({
      openapi: { method: 'GET', path: '/contacts/imports', tags, summary: 'Files imported, newest first' },
    })
    .input(page)
    .output(pageOf(importRun))
    .query(({ ctx, input }) => ctx.services.imports.list({ ...given(input), userId: ctx.userId })),

  get: userProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/contacts/imports/{id}',
        tags,
        summary: 'How far a file is, with its first refused rows; all of them are in errors.csv',
      },
    })
    .input(byId)
    .output(importRunDetail)
    .query(({ ctx, input }) => ctx.services.imports.get({ ...input, userId: ctx.userId })),

  cancel: userProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/contacts/imports/{id}/cancel',
        tags,
        summary: 'Stop reading; what is imported stays',
      },
    })
    .input(byId)
    .output(importRunDetail)
    .mutation(({ ctx, input }) => ctx.services.imports.cancel({ ...input, userId: ctx.userId })),
});

export const contactsRouter = router({
  imports: importsRouter,

  list: userProcedure
    .meta({
      openapi: { method: 'GET', path: '/contacts', tags, summary: 'List and search contacts, newest first' },
    })
    .input(page.extend(filter.shape))
    .output(pageOf(contact))
    .query(({ ctx, input }) => ctx.services.contacts.list({ ...given(input), userId: ctx.userId })),

  count: userProcedure
    .meta({ openapi: { method: 'GET', path: '/contacts/count', tags, summary: 'How many there are' } })
    .input(filter)
    .output(z.object({ count: z.int() }))
    .query(async ({ ctx, input }) => ({
      count: await ctx.services.contacts.count({ ...given(input), userId: ctx.userId }),
    })),

  get: userProcedure
    .meta({ openapi: { method: 'GET', path: '/contacts/{id}', tags, summary: 'One contact' } })
    .input(byId)
    .output(contact)
    .query(({ ctx, input }) => ctx.services.contacts.get({ ...input, userId: ctx.userId })),

  create: userProcedure
    .meta({
      openapi: { method: 'POST', path: '/contacts', successStatus: 201, tags, summary: 'Add a contact' },
    })
    .input(
      z.object({
        phoneNumber: numberAsTyped,
        name: contactName.nullish(),
        fields: contactFields.optional(),
        listIds: listIds.optional(),
      }),
    )
    .output(contact)
    .mutation(({ ctx, input }) => ctx.services.contacts.create({ ...given(input), userId: ctx.userId })),

  update: userProcedure
    .meta({
      openapi: {
        method: 'PATCH',
        path: '/contacts/{id}',
        tags,
        summary: 'Change a contact; fields and listIds replace the old ones',
      },
    })
    .input(
      byId.extend({
        phoneNumber: numberAsTyped.optional(),
        name: contactName.nullish(),
        fields: contactFields.optional(),
        listIds: listIds.optional(),
      }),
    )
    .output(contact)
    .mutation(({ ctx, input }) => ctx.services.contacts.update({ ...given(input), userId: ctx.userId })),

  delete: userProcedure
    .meta({
      openapi: { method: 'DELETE', path: '/contacts/{id}', tags, summary: 'Take a contact out of the book' },
    })
    .input(byId)
    .output(byId)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.contacts.remove({ ...input, userId: ctx.userId });
      return input;
    }),

  bulk: userProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/contacts/bulk',
        tags,
        summary: 'Add pasted numbers; refused ones are told with their row and reason',
      },
    })
    .input(
      z.object({ numbers: z.array(numberAsTyped).max(MAX_NUMBERS_PER_CALL), listId: z.uuid().optional() }),
    )
    .output(bulkResult)
    .mutation(({ ctx, input }) => ctx.services.contacts.addNumbers({ ...given(input), userId: ctx.userId })),

  onImport: userProcedure
    .input(z.object({ importId: z.uuid(), lastEventId: z.string().max(100).nullish() }))
    .subscription(async function* ({ ctx, input, signal }) {
      const runs = ctx.services.imports.follow({
        userId: ctx.userId,
        id: input.importId,
        signal: signal ?? null,
      });
      // Always the whole state: a client that resumes needs nothing of what it missed.
      for await (const run of runs) yield tracked(`${run.status}-${run.total}`, { importId: run.id, ...run });
    }),
});
