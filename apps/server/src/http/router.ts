import { router } from './trpc.ts';

/** Everything the API can do, one sub-router per business word. REST and OpenAPI are derived from it. */
export const appRouter = router({});

export type AppRouter = typeof appRouter;
