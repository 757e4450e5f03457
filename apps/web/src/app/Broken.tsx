import { Button, Center } from '@mantine/core';
import { IconError404 } from '@tabler/icons-react';
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { Nothing, Trouble } from '../components/states.tsx';
import { useT } from '../i18n/I18n.tsx';

/** A page threw: the server is away, or the page has a bug. The way out is the same. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const t = useT();
  const router = useRouter();
  // tRPC's errors carry what the server said (or that it said nothing); anything else is a bug of the page.
  const isOurs = !(error instanceof Error && error.name === 'TRPCClientError');
  return (
    <Center component="main" mih="60vh" p="md">
      <Trouble
        error={error}
        ours={isOurs}
        title={isOurs ? t.common.brokenTitle : t.common.offlineTitle}
        onRetry={() => {
          reset();
          void router.invalidate();
        }}
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
