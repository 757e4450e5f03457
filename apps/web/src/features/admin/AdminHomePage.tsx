import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../../api/trpc.ts';
import { Page, Section } from '../../components/Page.tsx';
import { PageComing, Trouble } from '../../components/states.tsx';
import { useT } from '../../i18n/I18n.tsx';
import { Alerts } from './home/Alerts.tsx';
import { Failures } from './home/Failures.tsx';
import { Glance } from './home/Glance.tsx';
import classes from './home/home.module.css';
import { MessagesByStatus } from './home/MessagesByStatus.tsx';
import { Queues } from './home/Queues.tsx';
import { BlastsByStatus, NumbersByStatus } from './home/StatusCounts.tsx';
import { Week } from './home/Week.tsx';

const REFRESH_MS = 10_000;

/** The platform's health at a glance; read again every ten seconds. */
export function AdminHomePage() {
  const t = useT();
  const trpc = useTRPC();
  const stats = useQuery({ ...trpc.admin.stats.queryOptions(), refetchInterval: REFRESH_MS });
  if (stats.data === undefined) {
    return (
      <Page title={t.admin.home} width="full">
        {stats.isError ? (
          <Trouble error={stats.error} onRetry={() => void stats.refetch()} />
        ) : (
          <PageComing />
        )}
      </Page>
    );
  }
  return (
    <Page title={t.admin.home} width="full">
      <Stack gap="md">
        <Section title={t.admin.alerts}>
          <Alerts />
        </Section>
        <Glance stats={stats.data} />
        <div className={classes.columns}>
          <Section title={t.admin.chart}>
            <Week stats={stats.data} />
          </Section>
          <Section title={t.admin.stats.messages}>
            <MessagesByStatus stats={stats.data} />
          </Section>
          <Section title={t.admin.failures}>
            <Failures stats={stats.data} />
          </Section>
          <Section title={t.admin.queues}>
            <Queues stats={stats.data} />
          </Section>
          <Section title={t.admin.numbersByStatus}>
            <NumbersByStatus stats={stats.data} />
          </Section>
          <Section title={t.admin.blastsByStatus}>
            <BlastsByStatus stats={stats.data} />
          </Section>
        </div>
      </Stack>
    </Page>
  );
}
