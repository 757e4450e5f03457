import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';

/** Through the door: to where the person wanted to go, or home. */
export function useEnter(): () => Promise<void> {
  const router = useRouter();
  const queryClient = useQueryClient();
  const { next } = useSearch({ from: '/guest' });
  return async () => {
    queryClient.clear();
    // The gate asks again who is there.
    await router.navigate({ href: next ?? '/' });
  };
}
