import { useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../../../api/trpc.ts';

/** After a change: what admins and tenants see of the packages is read again. */
export function useRefreshPackages(): () => void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return () => {
    for (const queryKey of [
      trpc.adminBilling.packages.queryKey(),
      trpc.billing.packages.queryKey(),
      trpc.admin.audit.pathKey(),
    ]) {
      void queryClient.invalidateQueries({ queryKey });
    }
  };
}
