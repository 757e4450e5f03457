import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import type { Api } from '../api/client.ts';
import { refusalOf } from '../api/refusal.ts';
import { PageComing } from '../components/states.tsx';
import { Window } from '../shell/Window.tsx';
import { Broken, Missing } from './Broken.tsx';
import { Splash } from './Splash.tsx';
import * as search from './search.ts';

/** The URL says what is on the screen: every list, filter and chosen row has its place here. */

const rootRoute = createRootRouteWithContext<{ api: Api }>()({
  component: Outlet,
  notFoundComponent: Missing,
  errorComponent: Broken,
});

const askWhoIsThere = ({ api }: { api: Api }) =>
  api.queryClient.query({ ...api.trpc.auth.me.queryOptions(), staleTime: 'static' });

/** Login and registration are for people who are not in yet. */
const guestRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'guest',
  pendingComponent: Splash,
  validateSearch: search.next,
  beforeLoad: async ({ context, search: { next } }) => {
    const me = await askWhoIsThere(context).catch(() => null);
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- how the router redirects
    if (me !== null) throw redirect({ href: next ?? '/' });
  },
});
const loginRoute = createRoute({
  getParentRoute: () => guestRoute,
  path: 'login',
  pendingComponent: Splash,
  component: lazyRouteComponent(() => import('../features/auth/LoginPage.tsx'), 'LoginPage'),
});
const registerRoute = createRoute({
  getParentRoute: () => guestRoute,
  path: 'register',
  pendingComponent: Splash,
  component: lazyRouteComponent(() => import('../features/auth/RegisterPage.tsx'), 'RegisterPage'),
});

const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'app',
  pendingComponent: Splash,
  component: Window,
  beforeLoad: async ({ context, location }) => {
    try {
      return { me: await askWhoIsThere(context) };
    } catch (error) {
      const { code } = refusalOf(error);
      if (code === 'unauthenticated' || code === 'account_inactive') {
        const next = location.href === '/' ? {} : { next: location.href };
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- how the router redirects
        throw redirect({ to: '/login', search: next });
      }
      throw error;
    }
  },
});

const accountRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'account',
  component: lazyRouteComponent(() => import('../features/account/AccountPage.tsx'), 'AccountPage'),
});

const tenantRoute = createRoute({
  getParentRoute: () => appRoute,
  id: 'tenant',
  beforeLoad: ({ context }) => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- how the router redirects
    if (context.me.role === 'ADMIN') throw redirect({ to: '/admin' });
  },
});

const homeRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../features/home/HomePage.tsx'), 'HomePage'),
});
const whatsAppRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'whatsapp',
  component: lazyRouteComponent(() => import('../features/whatsapp/WhatsAppPage.tsx'), 'WhatsAppPage'),
});

const blastsRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'blasts',
  validateSearch: search.blasts,
  component: lazyRouteComponent(() => import('../features/blasts/BlastsPage.tsx'), 'BlastsPage'),
});
const blastsIndexRoute = createRoute({
  getParentRoute: () => blastsRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../features/blasts/BlastsPage.tsx'), 'NoBlastChosen'),
});
const blastRoute = createRoute({
  getParentRoute: () => blastsRoute,
  path: '$blastId',
  validateSearch: search.blast,
  component: lazyRouteComponent(() => import('../features/blasts/BlastPage.tsx'), 'BlastPage'),
});
const newBlastRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'blasts/new',
  validateSearch: search.newBlast,
  component: lazyRouteComponent(() => import('../features/compose/NewBlastPage.tsx'), 'NewBlastPage'),
});

const contactsRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'contacts',
  validateSearch: search.contacts,
  component: lazyRouteComponent(() => import('../features/contacts/ContactsPage.tsx'), 'ContactsPage'),
});
const contactsIndexRoute = createRoute({
  getParentRoute: () => contactsRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../features/contacts/ContactsPage.tsx'), 'NoContactChosen'),
});
const contactRoute = createRoute({
  getParentRoute: () => contactsRoute,
  path: '$contactId',
  component: lazyRouteComponent(() => import('../features/contacts/ContactPage.tsx'), 'ContactPage'),
});
const importsRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'contacts/import',
  component: lazyRouteComponent(() => import('../features/contacts/ImportPage.tsx'), 'ImportPage'),
});
const importRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'contacts/import/$importId',
  component: lazyRouteComponent(() => import('../features/contacts/ImportRunPage.tsx'), 'ImportRunPage'),
});

const templatesRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'templates',
  validateSearch: search.query,
  component: lazyRouteComponent(() => import('../features/templates/TemplatesPage.tsx'), 'TemplatesPage'),
});
const templatesIndexRoute = createRoute({
  getParentRoute: () => templatesRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../features/templates/TemplatesPage.tsx'), 'NoTemplateChosen'),
});
const newTemplateRoute = createRoute({
  getParentRoute: () => templatesRoute,
  path: 'new',
  component: lazyRouteComponent(() => import('../features/templates/TemplatePage.tsx'), 'NewTemplatePage'),
});
const templateRoute = createRoute({
  getParentRoute: () => templatesRoute,
  path: '$templateId',
  component: lazyRouteComponent(() => import('../features/templates/TemplatePage.tsx'), 'TemplatePage'),
});

const reportsRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'reports',
  validateSearch: search.reports,
  component: lazyRouteComponent(() => import('../features/reports/ReportsPage.tsx'), 'ReportsPage'),
});
const subscriptionRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'subscription',
  component: lazyRouteComponent(() => import('../features/billing/SubscriptionPage.tsx'), 'SubscriptionPage'),
});

const adminRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'admin',
  beforeLoad: ({ context }) => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- how the router redirects
    if (context.me.role !== 'ADMIN') throw redirect({ to: '/' });
  },
});
const adminHomeRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../features/admin/AdminHomePage.tsx'), 'AdminHomePage'),
});
const adminUsersRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: 'users',
  validateSearch: search.users,
  component: lazyRouteComponent(() => import('../features/admin/users/UsersPage.tsx'), 'UsersPage'),
});
const adminUsersIndexRoute = createRoute({
  getParentRoute: () => adminUsersRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../features/admin/users/UsersPage.tsx'), 'NoUserChosen'),
});
const adminUserRoute = createRoute({
  getParentRoute: () => adminUsersRoute,
  path: '$userId',
  component: lazyRouteComponent(() => import('../features/admin/users/UserPage.tsx'), 'UserPage'),
});
const adminNumbersRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: 'numbers',
  validateSearch: search.numbers,
  component: lazyRouteComponent(() => import('../features/admin/NumbersPage.tsx'), 'NumbersPage'),
});
const adminPackagesRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: 'packages',
  component: lazyRouteComponent(() => import('../features/admin/packages/PackagesPage.tsx'), 'PackagesPage'),
});
const adminAuditRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: 'audit',
  validateSearch: search.audit,
  component: lazyRouteComponent(() => import('../features/admin/AuditPage.tsx'), 'AuditPage'),
});
const adminDeadLettersRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: 'dead-letters',
  validateSearch: search.deadLetters,
  component: lazyRouteComponent(() => import('../features/admin/DeadLettersPage.tsx'), 'DeadLettersPage'),
});

const routeTree = rootRoute.addChildren([
  guestRoute.addChildren([loginRoute, registerRoute]),
  appRoute.addChildren([
    accountRoute,
    tenantRoute.addChildren([
      homeRoute,
      whatsAppRoute,
      newBlastRoute,
      blastsRoute.addChildren([blastsIndexRoute, blastRoute]),
      importsRoute,
      importRoute,
      contactsRoute.addChildren([contactsIndexRoute, contactRoute]),
      templatesRoute.addChildren([templatesIndexRoute, newTemplateRoute, templateRoute]),
      reportsRoute,
      subscriptionRoute,
    ]),
    adminRoute.addChildren([
      adminHomeRoute,
      adminUsersRoute.addChildren([adminUsersIndexRoute, adminUserRoute]),
      adminNumbersRoute,
      adminPackagesRoute,
      adminAuditRoute,
      adminDeadLettersRoute,
    ]),
  ]),
]);

export function createAppRouter(api: Api) {
  return createRouter({
    routeTree,
    context: { api },
    defaultPreload: 'intent',
    defaultPendingComponent: PageComing,
    defaultPendingMs: 200,
    defaultErrorComponent: Broken,
    scrollRestoration: true,
  });
}

export type AppRouterInstance = ReturnType<typeof createAppRouter>;

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouterInstance;
  }
}
