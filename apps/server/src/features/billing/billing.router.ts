import { pageInput, pageOf, subscriptionView } from '@siar/shared';
import { z } from 'zod';
import { adminProcedure, router, userProcedure } from '../../http/trpc.ts';
import { given } from '../auth/given.ts';
import { paymentView } from './billing.service.ts';
import { packageInput, packageView } from './packages.service.ts';

const byId = z.object({ id: z.uuid() });
const idPage = pageInput.extend({ cursor: z.uuid().optional() });
const tags = ['billing'];
const adminTags = ['admin: packages'];

export const billingRouter = router({
  packages: userProcedure
    .meta({ openapi: { method: 'GET', path: '/packages', tags, summary: 'What can be bought' } })
    .output(z.object({ items: z.array(packageView) }))
    .query(async ({ ctx }) => ({ items: await ctx.services.packages.listForSale() })),

  subscription: userProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/billing/subscription',
        tags,
        summary: 'The period that covers this moment and what is used of it; null when none does',
      },
    })
    .output(subscriptionView.nullable())
    .query(({ ctx }) => ctx.services.billing.subscriptionOf({ userId: ctx.userId })),

  payments: userProcedure
    .meta({
      openapi: { method: 'GET', path: '/billing/payments', tags, summary: 'My payments, newest first' },
    })
    .input(idPage)
    .output(pageOf(paymentView))
    .query(({ ctx, input }) => ctx.services.billing.payments({ ...given(input), userId: ctx.userId })),

  payment: userProcedure
    .meta({ openapi: { method: 'GET', path: '/billing/payments/{orderId}', tags, summary: 'One payment' } })
    .input(z.object({ orderId: z.string().max(100) }))
    .output(paymentView)
    .query(({ ctx, input }) => ctx.services.billing.payment({ ...input, userId: ctx.userId })),
});

/** Packages and subscriptions as admins keep them. */
export const adminBillingRouter = router({
  packages: adminProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/admin/packages',
        tags: adminTags,
        summary: 'All packages, also those off sale',
      },
    })
    .output(z.object({ items: z.array(packageView) }))
    .query(async ({ ctx }) => ({ items: await ctx.services.packages.listAll() })),

  package: adminProcedure
    .meta({
      openapi: { method: 'GET', path: '/admin/packages/{id}', tags: adminTags, summary: 'One package' },
    })
    .input(byId)
    .output(packageView)
    .query(({ ctx, input }) => ctx.services.packages.get(input)),

  createPackage: adminProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/admin/packages',
        tags: adminTags,
        summary: 'Add a package',
        successStatus: 201,
      },
    })
    .input(
      packageInput.extend({
        description: packageInput.shape.description.default(''),
        months: packageInput.shape.months.default(1),
        isActive: z.boolean().default(true),
        isTrial: z.boolean().default(false),
        sortOrder: packageInput.shape.sortOrder.default(0),
      }),
    )
    .output(packageView)
    .mutation(({ ctx, input }) =>
      ctx.services.packages.create({ actorId: ctx.userId, address: ctx.address, package: input }),
    ),

  updatePackage: adminProcedure
    .meta({
      openapi: {
        method: 'PATCH',
        path: '/admin/packages/{id}',
        tags: adminTags,
        summary: 'Change a package; periods already sold stay as they were sold',
      },
    })
    .input(packageInput.partial().extend(byId.shape))
    .output(packageView)
    .mutation(({ ctx, input: { id, ...changes } }) =>
      ctx.services.packages.update({
        actorId: ctx.userId,
        address: ctx.address,
        id,
        changes: given(changes),
      }),
    ),

  removePackage: adminProcedure
    .meta({
      openapi: {
        method: 'DELETE',
        path: '/admin/packages/{id}',
        tags: adminTags,
        summary: 'Delete a package that nobody ever had',
      },
    })
    .input(byId)
    .output(byId)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.packages.remove({ ...input, actorId: ctx.userId, address: ctx.address });
      return input;
    }),

  grant: adminProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/admin/users/{id}/grant',
        tags: ['admin: users'],
        summary: 'Give a period of a package: from now, or after the one that runs',
      },
    })
    .input(byId.extend({ packageId: z.uuid() }))
    .output(z.object({ startDate: z.string(), endDate: z.string() }))
    .mutation(({ ctx, input: { id, packageId } }) =>
      ctx.services.billing.grant({ actorId: ctx.userId, address: ctx.address, userId: id, packageId }),
    ),

  payments: adminProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/admin/payments',
        tags: ['admin: payments'],
        summary: 'All payments, newest first',
      },
    })
    .input(idPage.extend({ userId: z.uuid().optional() }))
    .output(pageOf(paymentView))
    .query(({ ctx, input }) => ctx.services.billing.payments(given(input))),
});
