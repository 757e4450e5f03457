import { adminRouter } from '../features/admin/admin.router.ts';
import { apiKeysRouter, authRouter } from '../features/auth/auth.router.ts';
import { adminBillingRouter, billingRouter } from '../features/billing/billing.router.ts';
import { reportsRouter } from '../features/reports/reports.router.ts';
import { usersRouter } from '../features/users/users.router.ts';
import { router } from './trpc.ts';

/** Everything the API can do, one sub-router per business word. REST and OpenAPI are derived from it. */
export const appRouter = router({
  auth: authRouter,
  apiKeys: apiKeysRouter,
  users: usersRouter,
  billing: billingRouter,
  adminBilling: adminBillingRouter,
  reports: reportsRouter,
  admin: adminRouter,
});

export type AppRouter = typeof appRouter;
