import { useThrottledCallback } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useEffect, useRef, useState } from 'react';
import { useApi } from '../api/ApiContext.ts';
import { useTRPC } from '../api/trpc.ts';
import type { Connection } from './live.ts';

/** How long a connection may be away before it is called lost: a reload of the server is no drama. */
const PATIENCE_MS = 2_500;

/**
 * Keeps what is on the screen true: the number's state and the activity of the tenant come over one WebSocket, and
 * after a break everything on the screen is fetched again.
 */
export function useLiveFeed({ isTenant }: { isTenant: boolean }): Connection {
  const trpc = useTRPC();
  const queryClient = useQueryClient();

  // Events say that something changed and where to look; many in a row are one look.
  const refetchLists = useThrottledCallback(() => {
    void queryClient.invalidateQueries({ queryKey: trpc.blasts.list.pathKey() });
    void queryClient.invalidateQueries({ queryKey: trpc.reports.pathKey() });
    void queryClient.invalidateQueries({ queryKey: trpc.auth.me.pathKey() });
  }, 1_500);

  useSubscription(
    trpc.whatsapp.onStatus.subscriptionOptions(undefined, {
      enabled: isTenant,
      onData: (number) => {
        const key = trpc.whatsapp.status.queryKey();
        const before = queryClient.getQueryData(key);
        queryClient.setQueryData(key, number);
        if (before?.status === number.status) return;
        void queryClient.invalidateQueries({ queryKey: trpc.auth.me.pathKey() });
        void queryClient.invalidateQueries({ queryKey: trpc.whatsapp.history.pathKey() });
      },
    }),
  );
  useSubscription(
    trpc.activity.onEvent.subscriptionOptions(undefined, { enabled: isTenant, onData: refetchLists }),
  );

  const connection = useConnectionState();
  const wasLost = useRef(false);
  useEffect(() => {
    if (connection === 'lost') wasLost.current = true;
    if (connection !== 'connected' || !wasLost.current) return;
    wasLost.current = false;
    void queryClient.invalidateQueries();
  }, [connection, queryClient]);
  return connection;
}

function useConnectionState(): Connection {
  const { onConnection } = useApi();
  const [connection, setConnection] = useState<Connection>('starting');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onConnection((state) => {
      if (state === 'connecting') {
        // Every try says so again; the patience is counted from the first.
        timer ??= setTimeout(() => setConnection('lost'), PATIENCE_MS);
        return;
      }
      clearTimeout(timer);
      timer = undefined;
      if (state === 'connected') setConnection('connected');
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [onConnection]);
  return connection;
}
