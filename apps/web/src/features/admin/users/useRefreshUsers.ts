import { useQueryClient } from '@tanstack/react-query';
import type { Person } from '../../../api/router.ts';
import { useTRPC } from '../../../api/trpc.ts';

/** After a change: the person as the server tells him now, and every list that shows or counts him anew. */
export function useRefreshUsers() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresh = () => {
    const stale = [
      trpc.users.list.pathKey(),
      trpc.admin.stats.pathKey(),
      trpc.admin.audit.pathKey(),
      trpc.admin.whatsAppSessions.pathKey(),
    ];
    for (const queryKey of stale) void queryClient.invalidateQueries({ queryKey });
  };
  return {
    refresh,
    changed(user: Person) {
      queryClient.setQueryData(trpc.users.get.queryKey({ id: user.id }), user);
      refresh();
    },
    removed(id: string) {
      queryClient.removeQueries({ queryKey: trpc.users.get.queryKey({ id }) });
      refresh();
    },
  };
}
