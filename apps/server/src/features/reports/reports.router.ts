import { z } from 'zod';
import { router, userProcedure } from '../../http/trpc.ts';
import { given } from '../auth/given.ts';
import { groupBy, summary } from './reports.service.ts';

const isDay = (value: string): boolean => z.iso.date().safeParse(value).success;
const isMoment = (value: string): boolean => z.iso.datetime({ offset: true }).safeParse(value).success;

/** A day of the tenant (`2026-11-22`) or a moment (`2026-11-22T03:20:00Z`). */
const dayOrMoment = z
  .string()
  .refine((value) => isDay(value) || isMoment(value), 'must be YYYY-MM-DD or an ISO 8601 time');

export const reportsRouter = router({
  summary: userProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/reports/summary',
        tags: ['reports'],
        summary: 'What left and what became of it, by day, week or month of my time zone',
      },
    })
    .input(
      z.object({ from: dayOrMoment.optional(), to: dayOrMoment.optional(), groupBy: groupBy.default('day') }),
    )
    .output(summary)
    .query(({ ctx, input }) => ctx.services.reports.summary({ ...given(input), userId: ctx.userId })),
});
