import { Button, Center } from '@mantine/core';
import { IconError404 } from '@tabler/icons-react';
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { useCallback, useEffect } from 'react';
import { refusalOf } from '../api/refusal.ts';
import { Nothing, Trouble } from '../components/states.tsx';
import { useT } from '../i18n/I18n.tsx';

/** How often a server that did not answer is asked again. */
const RETRY_MS = 5_000;

/** A page threw: the server is away, or the page has a bug (or belongs to a release that is gone). */
export function Broken({ error, reset }: ErrorComponentProps) {
  const t = useT();
  const router = useRouter();
  // tRPC's errors carry what the server said (or that it said nothing); anything else is a bug of the page.
  const isOurs = !(error instanceof Error && error.name === 'TRPCClientError');
  const isAway = !isOurs && refusalOf(error).code === null;
  const retry = useCallback(() => {
    reset();
    void router.invalidate();
  }, [reset, router]);
  useEffect(() => {
    if (!isAway) return;
    const timer = setInterval(retry, RETRY_MS);
    window.addEventListener('online', retry);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', retry);
    };
  }, [isAway, retry]);
  return (
    <Center component="main" mih="60vh" p="md">
      <Trouble
        error={error}
        ours={isOurs}
        title={isOurs ? t.common.brokenTitle : isAway ? t.common.offlineTitle : t.common.pageFailed}
        // A page that cannot be drawn, or whose file is gone, is only mended by fetching everything anew.
        onRetry={isOurs ? () => window.location.reload() : retry}
      />
    </Center>
  );
}

export function Missing() {
  const t = useT();
  return (
    <Center component="main" mih="60vh" p="md">
      <Nothing icon={IconError404} title={t.common.missingTitle} text={t.common.missingHint}>
        <Button component={Link} to="/" size="xs">
          {t.common.goHome}
        </Button>
      </Nothing>
    </Center>
  );
}
