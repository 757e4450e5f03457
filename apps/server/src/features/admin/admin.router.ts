import { pageInput, pageOf, whatsAppStatus } from '@siar/shared';
import { z } from 'zod';
import { adminProcedure, router } from '../../http/trpc.ts';
import { given } from '../auth/given.ts';
import { alertView, auditView, deadLetterView, numberView, stats } from './admin.schemas.ts';

const idPage = pageInput.extend({ cursor: z.uuid().optional() });
const tags = ['admin: platform'];

export const adminRouter = router({
  stats: adminProcedure
    .meta({ openapi: { method: 'GET', path: '/admin/stats', tags, summary: 'Health at a glance' } })
    .output(stats)
    .query(({ ctx }) => ctx.services.admin.stats()),

  whatsAppSessions: adminProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/admin/whatsapp-sessions',
        tags,
        summary: 'Linked numbers: metadata only',
      },
    })
    .input(idPage.extend({ status: whatsAppStatus.optional() }))
    .output(pageOf(numberView))
    .query(({ ctx, input }) => ctx.services.admin.whatsAppSessions(given(input))),

  audit: adminProcedure
    .meta({ openapi: { method: 'GET', path: '/admin/audit', tags, summary: 'Who did what, newest first' } })
    .input(idPage.extend({ userId: z.uuid().optional(), action: z.string().max(100).optional() }))
    .output(pageOf(auditView))
    .query(({ ctx, input }) => ctx.services.admin.audit(given(input))),

  deadLetters: adminProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/admin/dead-letters',
        tags,
        summary: 'Jobs and messages that are exhausted or hopeless, newest first',
      },
    })
    .input(pageInput.extend({ kind: z.enum(['job', 'message']).optional() }))
    .output(pageOf(deadLetterView))
    .query(({ ctx, input }) => ctx.services.admin.deadLetters(given(input))),

  alerts: adminProcedure
    .meta({
      openapi: { method: 'GET', path: '/admin/alerts', tags, summary: 'What an operator should know' },
    })
    .input(idPage.extend({ state: z.enum(['open', 'resolved']).default('open') }))
    .output(pageOf(alertView))
    .query(({ ctx, input }) => ctx.services.admin.alerts(given(input))),
});
