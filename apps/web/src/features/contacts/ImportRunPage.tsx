import { Alert, Button, Group, Progress, SimpleGrid, Stack, Text } from '@mantine/core';
import {
  IconAddressBook,
  IconAlertTriangle,
  IconDownload,
  IconFileImport,
  IconPlayerStop,
} from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useSubscription } from '@trpc/tanstack-react-query';
import type { ImportRun } from '../../api/router.ts';
import { useTRPC } from '../../api/trpc.ts';
import { useTell } from '../../api/useTell.tsx';
import type { AppAction } from '../../app/actions/action.ts';
import { ActionButtons } from '../../app/actions/ActionButtons.tsx';
import { useActions } from '../../app/actions/registry.ts';
import { useEscape } from '../../app/actions/useEscape.ts';
import { LiveNumber } from '../../components/LiveNumber.tsx';
import { Page, Section } from '../../components/Page.tsx';
import { PageComing, Trouble } from '../../components/states.tsx';
import { ToneBadge } from '../../components/ToneMark.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import { importTone } from '../../theme/tones.ts';
import { RefusedRows } from './RefusedRows.tsx';

const isOver = (run: ImportRun) => !['WAITING', 'RUNNING'].includes(run.status);

/** One file's way into the address book, as it happens. */
export function ImportRunPage() {
  const { t, format } = useI18n();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const tell = useTell();
  const { importId } = useParams({ from: '/app/tenant/contacts/import/$importId' });
  const options = trpc.contacts.imports.get.queryOptions({ id: importId });
  const run = useQuery(options);
  useSubscription(
    trpc.contacts.onImport.subscriptionOptions(
      { importId },
      {
        enabled: run.data !== undefined && !isOver(run.data),
        // The event says that something changed; the row says what.
        onData: () => {
          void queryClient.invalidateQueries({ queryKey: options.queryKey });
          void queryClient.invalidateQueries({ queryKey: trpc.contacts.list.pathKey() });
          void queryClient.invalidateQueries({ queryKey: trpc.contacts.count.pathKey() });
          void queryClient.invalidateQueries({ queryKey: trpc.lists.pathKey() });
        },
      },
    ),
  );
  const cancel = useMutation(
    trpc.contacts.imports.cancel.mutationOptions({
      onSuccess: (answer) => queryClient.setQueryData(options.queryKey, answer),
      onError: (error) => tell.refused(error),
    }),
  );
  const back = () => void navigate({ to: '/contacts/import' });
  useEscape(back);
  const actions: AppAction[] = [
    {
      id: 'import.contacts',
      label: t.contacts.toContacts,
      icon: IconAddressBook,
      run: () =>
        void navigate({ to: '/contacts', search: run.data?.listId == null ? {} : { list: run.data.listId } }),
    },
    { id: 'import.another', label: t.contacts.importAnother, icon: IconFileImport, run: back },
    ...(run.data !== undefined && !isOver(run.data)
      ? [
          {
            id: 'import.cancel',
            label: t.common.cancel,
            icon: IconPlayerStop,
            danger: true,
            run: () => cancel.mutate({ id: importId }),
          },
        ]
      : []),
  ];
  useActions('here', actions);

  if (run.isPending) return <PageComing />;
  if (run.isError) return <Trouble error={run.error} onRetry={() => void run.refetch()} />;
  const { data } = run;
  const counts = [
    { label: t.contacts.totalCount, value: data.total, id: 'total' },
    { label: t.contacts.importedCount, value: data.imported, id: 'imported' },
    { label: t.contacts.updatedCount, value: data.updated, id: 'updated' },
    { label: t.contacts.duplicateCount, value: data.duplicates, id: 'duplicates' },
    { label: t.contacts.invalidCount, value: data.invalid, id: 'invalid' },
  ];
  const headlines = {
    WAITING: t.contacts.importWaiting,
    RUNNING: t.contacts.importRunning,
    COMPLETED: t.contacts.importDone,
    CANCELED: t.contacts.importCanceled,
    FAILED: t.contacts.importFailed,
  };
  const share = data.status === 'COMPLETED' ? 1 : data.progress;
  return (
    <Page
      title={data.fileName}
      badge={<ToneBadge tone={importTone(data.status)}>{t.status.imports[data.status]}</ToneBadge>}
      tools={<ActionButtons label={t.contacts.importTitle} actions={actions} visible={1} />}
      onBack={back}
    >
      <Stack>
        <Section>
          <Stack>
            <Text fw={600} role="status" data-testid="import-status" data-status={data.status}>
              {headlines[data.status]}
            </Text>
            <Progress
              value={share * 100}
              color={data.status === 'FAILED' ? 'var(--siar-trouble)' : 'var(--siar-running)'}
              aria-label={`${t.contacts.importTitle}: ${format.percent(share)}`}
            />
            {data.message !== null && (
              <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />}>
                {data.message}
                {data.reasonRow !== null && ` (${t.contacts.row} ${format.number(data.reasonRow)})`}
              </Alert>
            )}
            <SimpleGrid cols={{ base: 2, xs: 3, sm: 5 }} component="dl" m={0}>
              {counts.map(({ label, value, id }) => (
                <div key={id}>
                  <Text component="dt" size="xs" c="dimmed">
                    {label}
                  </Text>
                  <Text component="dd" m={0} fz={20} fw={650} data-testid={`import-${id}`} data-value={value}>
                    <LiveNumber value={value} />
                  </Text>
                </div>
              ))}
            </SimpleGrid>
          </Stack>
        </Section>
        {data.errors.length > 0 && (
          <Section>
            <Stack>
              <RefusedRows rows={data.errors} />
              <Group justify="space-between">
                <Text size="sm" c="dimmed">
                  {data.invalid > data.errors.length &&
                    t.contacts.moreErrors(format.number(data.invalid - data.errors.length))}
                </Text>
                <Button
                  component="a"
                  href={`/api/v1/contacts/imports/${importId}/errors.csv`}
                  download
                  variant="default"
                  size="xs"
                  leftSection={<IconDownload size={16} aria-hidden />}
                >
                  {t.contacts.downloadErrors}
                </Button>
              </Group>
            </Stack>
          </Section>
        )}
      </Stack>
    </Page>
  );
}
