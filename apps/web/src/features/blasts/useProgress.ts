import { useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useContext } from 'react';
import type { Blast } from '../../api/router.ts';
import { useTRPC } from '../../api/trpc.ts';
import { RatesContext } from '../../shell/live.ts';

type Progress = Pick<Blast, 'status' | 'pauseReason' | 'counts' | 'ratePerMinute' | 'estimatedFinishAt'> & {
  blastId: string;
};
type Pages = InfiniteData<{ items: Blast[]; nextCursor: string | null }>;

/** Follows a blast: its counts land in the cache, wherever they are shown. */
export function useProgress(blastId: string, { enabled = true }: { enabled?: boolean } = {}): void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const rates = useContext(RatesContext);
  useSubscription(
    trpc.blasts.onProgress.subscriptionOptions(
      { blastId },
      {
        enabled,
        onData: (event) => {
          const { data: progress } = event;
          const { status, ratePerMinute } = progress;
          const key = trpc.blasts.get.queryKey({ id: blastId });
          const before = queryClient.getQueryData(key);
          const update = (blast: Blast): Blast => ({ ...blast, ...withoutId(progress) });
          queryClient.setQueryData(key, (blast) => (blast === undefined ? undefined : update(blast)));
          queryClient.setQueriesData<Pages>({ queryKey: trpc.blasts.list.infiniteQueryKey() }, (pages) => {
            if (!Array.isArray(pages?.pages)) return pages;
            return {
              ...pages,
              pages: pages.pages.map((page) => ({
                ...page,
                items: page.items.map((blast) => (blast.id === blastId ? update(blast) : blast)),
              })),
            };
          });
          rates.set(blastId, status === 'RUNNING' ? ratePerMinute : 0);
          if (before !== undefined && before.status !== status) {
            // Times and reasons come with the row.
            void queryClient.invalidateQueries({ queryKey: key });
            void queryClient.invalidateQueries({ queryKey: trpc.blasts.list.pathKey() });
          }
        },
      },
    ),
  );
}

const withoutId = ({ blastId: _blastId, ...progress }: Progress) => progress;
