import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTRPC } from '../../api/trpc.ts';
import { ActionButtons } from '../../app/actions/ActionButtons.tsx';
import { useActions } from '../../app/actions/registry.ts';
import { useViewport } from '../../app/preferences.ts';
import { Page } from '../../components/Page.tsx';
import { PageComing, Trouble } from '../../components/states.tsx';
import { ToneBadge } from '../../components/ToneMark.tsx';
import { useT } from '../../i18n/I18n.tsx';
import { blastTone } from '../../theme/tones.ts';
import { BlastSummary } from './BlastSummary.tsx';
import { MessageTable } from './MessageTable.tsx';
import { hasEnded } from './counts.ts';
import { useBlastActions } from './useBlastActions.tsx';
import { useEscape } from '../../app/actions/useEscape.ts';
import { listSearch } from './listSearch.ts';
import { useProgress } from './useProgress.ts';
import classes from './blasts.module.css';

/** Above: how it goes. Below: what became of every message. */
export function BlastPage() {
  const t = useT();
  const trpc = useTRPC();
  const navigate = useNavigate();
  const viewport = useViewport();
  const roomy = useMediaQuery('(min-width: 62em)');
  const { blastId } = useParams({ from: '/app/tenant/blasts/$blastId' });
  const blast = useQuery(trpc.blasts.get.queryOptions({ id: blastId }));
  const actionsOf = useBlastActions();
  const actions = blast.data === undefined ? [] : actionsOf(blast.data);
  useActions('here', actions);
  // Receipts come in after the end, too; a draft has nothing to tell.
  useProgress(blastId, { enabled: blast.data !== undefined && blast.data.status !== 'DRAFT' });
  const list = useSearch({ from: '/app/tenant/blasts' });
  const back = () => void navigate({ to: '/blasts', search: listSearch(list) });
  useEscape(back);

  if (blast.isPending) return <PageComing />;
  if (blast.isError) return <Trouble error={blast.error} onRetry={() => void blast.refetch()} />;
  const { name, status } = blast.data;
  return (
    <Page
      title={name}
      badge={<ToneBadge tone={blastTone(blast.data)}>{t.status.blast[status]}</ToneBadge>}
      tools={
        <ActionButtons
          label={t.blasts.toolbar}
          actions={actions}
          visible={roomy ? 3 : 1}
          primary={hasEnded(status) ? '' : (actions[0]?.id ?? '')}
        />
      }
      onBack={viewport === 'phone' ? back : undefined}
      flush
    >
      <div className={classes.blast}>
        <BlastSummary blast={blast.data} />
        <MessageTable blast={blast.data} />
      </div>
    </Page>
  );
}
