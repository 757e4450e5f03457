import { Progress, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Blast } from '../../api/router.ts';
import { useTRPC } from '../../api/trpc.ts';
import { useNow } from '../../app/useNow.ts';
import { LiveNumber } from '../../components/LiveNumber.tsx';
import { Section } from '../../components/Page.tsx';
import { RowsComing, Trouble } from '../../components/states.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import { useRatePerHour } from '../../shell/live.ts';
import { settled, share } from '../blasts/counts.ts';
import { useProgress } from '../blasts/useProgress.ts';
import classes from './home.module.css';

const SHOWN = 5;

/** What is leaving right now, live. */
export function RunningNow() {
  const { t } = useI18n();
  const trpc = useTRPC();
  const running = useQuery(trpc.blasts.list.queryOptions({ status: 'RUNNING', limit: SHOWN }));
  return (
    <Section title={t.home.running}>
      {running.isPending ? (
        <RowsComing rows={1} />
      ) : running.isError ? (
        <Trouble error={running.error} onRetry={() => void running.refetch()} />
      ) : running.data.items.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t.home.nothingRunning}
        </Text>
      ) : (
        <ul className={classes.links}>
          {running.data.items.map((blast) => (
            <li key={blast.id}>
              <Running listed={blast} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Running({ listed }: { listed: Blast }) {
  const { t, format } = useI18n();
  const now = useNow();
  const trpc = useTRPC();
  // The live counts land in the blast's own entry.
  const blast = useQuery(trpc.blasts.get.queryOptions({ id: listed.id }, { initialData: listed })).data;
  useProgress(listed.id);
  const rate = useRatePerHour([listed.id]);
  const done = settled(blast.counts);
  return (
    <Link to="/blasts/$blastId" params={{ blastId: blast.id }} className={classes.link}>
      <span className={classes.grow}>
        <Text component="span" display="block" fw={600} truncate>
          {blast.name}
        </Text>
        <Progress
          value={share(done, blast.totalRecipients) * 100}
          color="var(--siar-running)"
          my={6}
          aria-label={t.blasts.progressText(format.number(done), format.number(blast.totalRecipients))}
        />
        <Text component="span" display="block" size="xs" c="dimmed" className="tabular">
          {[
            rate > 0 ? t.blasts.perHour(format.number(rate)) : null,
            blast.estimatedFinishAt === null
              ? t.blasts.finishSoon
              : t.blasts.finishAt(format.soon(blast.estimatedFinishAt, now)),
          ]
            .filter((fact) => fact !== null)
            .join(' · ')}
        </Text>
      </span>
      <Text component="div" fw={650} className="tabular">
        <LiveNumber value={done} />
      </Text>
    </Link>
  );
}
