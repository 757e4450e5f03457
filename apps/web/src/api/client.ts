import { createSiarClient, type SiarClient } from '@siar/client';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import type { TRPCClient } from '@trpc/client';
import { createTRPCOptionsProxy, type TRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { firstLocale } from '../i18n/locale.ts';
import { refusalOf } from './refusal.ts';
import type { AppRouter } from './router.ts';

export interface Api {
  client: TRPCClient<AppRouter>;
  onConnection: SiarClient['onConnection'];
  queryClient: QueryClient;
  trpc: TRPCOptionsProxy<AppRouter>;
}

/** Built once in main.tsx. @param onLoggedOut the server says that nobody is logged in here (any more) */
export function createApi({ onLoggedOut }: { onLoggedOut: () => void }): Api {
  const siar = createSiarClient({
    url: window.location.origin,
    locale: firstLocale,
    onLoginEnded: onLoggedOut,
  });
  const client = siar.api;

  const lookForLogout = (error: Error) => {
    if (refusalOf(error).code === 'unauthenticated') onLoggedOut();
  };
  const queryClient = new QueryClient({
    queryCache: new QueryCache({
      // Who asks `me` finds out by himself.
      onError: (error, query) => {
        if (query.state.data !== undefined) lookForLogout(error);
      },
    }),
    mutationCache: new MutationCache({ onError: lookForLogout }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        // A refusal stays a refusal; only an absent server is asked again.
        retry: (failures, error) => refusalOf(error).code === null && failures < 2,
      },
    },
  });
  return {
    client,
    onConnection: siar.onConnection,
    queryClient,
    trpc: createTRPCOptionsProxy<AppRouter>({ client, queryClient }),
  };
}
