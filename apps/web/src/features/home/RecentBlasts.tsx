import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTRPC } from '../../api/trpc.ts';
import { Section } from '../../components/Page.tsx';
import { RowsComing, Trouble } from '../../components/states.tsx';
import { useT } from '../../i18n/I18n.tsx';
import { BlastRow } from '../blasts/BlastRow.tsx';
import classes from './home.module.css';

const SHOWN = 5;

/** The last few blasts, whatever became of them. */
export function RecentBlasts() {
  const t = useT();
  const trpc = useTRPC();
  const blasts = useQuery(trpc.blasts.list.queryOptions({ limit: SHOWN }));
  return (
    <Section
      title={t.home.recent}
      tools={
        <Anchor component={Link} to="/blasts" size="sm">
          {t.home.allBlasts}
        </Anchor>
      }
    >
      {blasts.isPending ? (
        <RowsComing rows={3} />
      ) : blasts.isError ? (
        <Trouble error={blasts.error} onRetry={() => void blasts.refetch()} />
      ) : blasts.data.items.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t.blasts.emptyTitle}
        </Text>
      ) : (
        <ul className={classes.links}>
          {blasts.data.items.map((blast) => (
            <li key={blast.id}>
              <Link to="/blasts/$blastId" params={{ blastId: blast.id }} className={classes.link}>
                <BlastRow blast={blast} />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
