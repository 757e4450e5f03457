import { Button } from '@mantine/core';
import { IconError404 } from '@tabler/icons-react';
import { refusalOf } from '../api/refusal.ts';
import { useViewport } from '../app/preferences.ts';
import { useT } from '../i18n/I18n.tsx';
import { Page } from './Page.tsx';
import { Nothing, Trouble } from './states.tsx';

/** The chosen row could not be opened. A link that leads nowhere (any more) says so, and there is a way to the list. */
export function DetailTrouble({
  error,
  title,
  onRetry,
  onList,
}: {
  error: unknown;
  /** What the list is called. */
  title: string;
  onRetry: () => void;
  onList: () => void;
}) {
  const t = useT();
  const viewport = useViewport();
  const { code } = refusalOf(error);
  // An id that no row could have is refused as an input; for the reader both are a dead link.
  const isMissing = code === 'not_found' || code === 'invalid_input';
  return (
    <Page title={title} onBack={viewport === 'phone' ? onList : undefined}>
      {isMissing ? (
        <Nothing icon={IconError404} title={t.common.missingTitle} text={t.common.missingHint}>
          <Button size="xs" variant="default" onClick={onList}>
            {title}
          </Button>
        </Nothing>
      ) : (
        <Trouble error={error} onRetry={onRetry} />
      )}
    </Page>
  );
}
