import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useTRPC } from '../api/trpc.ts';
import { useTell } from '../api/useTell.tsx';

/** Ends this login and forgets everything that was fetched with it. */
export function useLogout(): () => void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const tell = useTell();
  const logout = useMutation(
    trpc.auth.logout.mutationOptions({
      onSuccess: () => {
        queryClient.clear();
        void router.navigate({ to: '/login' });
      },
      onError: (error) => tell.refused(error),
    }),
  );
  return () => logout.mutate();
}
