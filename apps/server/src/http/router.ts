import { activityRouter } from '../features/activity/activity.router.ts';
import { adminRouter } from '../features/admin/admin.router.ts';
import { apiKeysRouter, authRouter } from '../features/auth/auth.router.ts';
import { adminBillingRouter, billingRouter } from '../features/billing/billing.router.ts';
import { blastsRouter } from '../features/blasts/blasts.router.ts';
import { contactsRouter } from '../features/contacts/contacts.router.ts';
import { listsRouter } from '../features/contacts/lists.router.ts';
import { suppressionsRouter } from '../features/contacts/suppressions.router.ts';
import { reportsRouter } from '../features/reports/reports.router.ts';
import { templatesRouter } from '../features/templates/templates.router.ts';
import { usersRouter } from '../features/users/users.router.ts';
import { whatsAppRouter } from '../features/whatsapp/whatsapp.router.ts';
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
  contacts: contactsRouter,
  lists: listsRouter,
  suppressions: suppressionsRouter,
  templates: templatesRouter,
  blasts: blastsRouter,
  activity: activityRouter,
  whatsapp: whatsAppRouter,
});

export type AppRouter = typeof appRouter;
