import { useSuspenseQuery } from '@tanstack/react-query';
import type { Me } from '../api/router.ts';
import { useTRPC } from '../api/trpc.ts';

/** Who is logged in. The gate of the app has fetched it before anything of the shell is drawn. */
export function useMe(): Me {
  const trpc = useTRPC();
  return useSuspenseQuery(trpc.auth.me.queryOptions()).data;
}
