import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../../api/router.ts';

export type ApiKey = inferRouterOutputs<AppRouter>['apiKeys']['list']['items'][number];
