import { router, userProcedure } from '../../http/trpc.ts';

export const activityRouter = router({
  onEvent: userProcedure.subscription(({ ctx, signal }) =>
    ctx.services.activity.follow({ userId: ctx.userId, signal: signal ?? null }),
  ),
});
