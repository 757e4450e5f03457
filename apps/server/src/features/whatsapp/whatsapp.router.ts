import { pageInput, pageOf } from '@siar/shared';
import { z } from 'zod';
import { router, userProcedure } from '../../http/trpc.ts';
import { given } from '../auth/given.ts';
import { whatsAppStateEvent, whatsAppView } from './whatsapp.schemas.ts';

const tags = ['whatsapp'];

export const whatsAppRouter = router({
  status: userProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/whatsapp',
        tags,
        summary: 'My number: its state, and the QR while it waits for one',
      },
    })
    .output(whatsAppView)
    .query(({ ctx }) => ctx.services.whatsapp.status({ userId: ctx.userId })),

  connect: userProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/whatsapp/connect',
        tags,
        summary: 'Connect my number; ask its state for the QR, or for the code of pairingPhoneNumber',
      },
    })
    .input(z.object({ pairingPhoneNumber: z.string().max(50).optional() }))
    .output(whatsAppView)
    .mutation(({ ctx, input }) => ctx.services.whatsapp.connect({ ...given(input), userId: ctx.userId })),

  disconnect: userProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/whatsapp/disconnect',
        tags,
        summary: 'Rest my number; the link on the phone stays',
      },
    })
    .output(whatsAppView)
    .mutation(({ ctx }) => ctx.services.whatsapp.disconnect({ userId: ctx.userId })),

  logout: userProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/whatsapp/logout',
        tags,
        summary: 'Unlink my number, on the phone too',
      },
    })
    .output(whatsAppView)
    .mutation(({ ctx }) => ctx.services.whatsapp.logout({ userId: ctx.userId })),

  history: userProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/whatsapp/history',
        tags,
        summary: 'What the connection has been through',
      },
    })
    .input(pageInput.extend({ cursor: z.uuid().optional() }))
    .output(pageOf(whatsAppStateEvent))
    .query(({ ctx, input }) => ctx.services.whatsapp.history({ ...given(input), userId: ctx.userId })),

  onStatus: userProcedure.subscription(({ ctx, signal }) =>
    ctx.services.whatsapp.follow({ userId: ctx.userId, signal: signal ?? null }),
  ),
});
