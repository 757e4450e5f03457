import { Button, Group, Progress, Select, Stack, Table, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import '@mantine/dropzone/styles.css';
import { IconFileSpreadsheet, IconHistory, IconUpload } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTRPC } from '../../api/trpc.ts';
import { useEscape } from '../../app/actions/useEscape.ts';
import { useNow } from '../../app/useNow.ts';
import { Page, Section } from '../../components/Page.tsx';
import { RefusalAlert } from '../../components/RefusalAlert.tsx';
import { Nothing, RowsComing, Trouble } from '../../components/states.tsx';
import { ToneBadge } from '../../components/ToneMark.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import { importTone } from '../../theme/tones.ts';
import { useLists } from './ListPicker.tsx';
import { uploadContacts } from './uploadContacts.ts';

const TYPES = ['.csv', '.tsv', '.txt'];
const SHOWN = 10;

/** A file goes up; what becomes of it has a page of its own. */
export function ImportPage() {
  const { t } = useI18n();
  const navigate = useNavigate();
  const back = () => void navigate({ to: '/contacts' });
  useEscape(back);
  return (
    <Page title={t.contacts.importTitle} onBack={back}>
      <Stack>
        <Upload />
        <Section title={t.contacts.importHistory}>
          <Earlier />
        </Section>
      </Stack>
    </Page>
  );
}

function Upload() {
  const { t, format } = useI18n();
  const navigate = useNavigate();
  const lists = useLists();
  const [listId, setListId] = useState<string | null>(null);
  const [share, setShare] = useState(0);
  const [wrongType, setWrongType] = useState(false);
  const abort = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    abort.current = controller;
    return () => controller.abort();
  }, []);
  const upload = useMutation({
    mutationFn: (file: File) =>
      uploadContacts({ file, listId, onShare: setShare, signal: abort.current.signal }),
    onSuccess: ({ importId }) => void navigate({ to: '/contacts/import/$importId', params: { importId } }),
    onSettled: () => setShare(0),
  });
  return (
    <Section>
      <Stack>
        <Text size="sm">{t.contacts.importIntro}</Text>
        <RefusalAlert error={upload.error} />
        {lists.length > 0 && (
          <Select
            label={t.contacts.pasteInto}
            placeholder={t.contacts.pasteNoList}
            data={lists.map((list) => ({ value: list.id, label: list.name }))}
            value={listId}
            onChange={setListId}
            clearable
            maw={320}
          />
        )}
        <Dropzone
          multiple={false}
          disabled={upload.isPending}
          onDrop={([file]) => {
            setWrongType(false);
            if (file !== undefined) upload.mutate(file);
          }}
          onReject={() => setWrongType(true)}
          // By the name's end: browsers disagree on the type of a .csv.
          validator={(file) =>
            'name' in file && !TYPES.some((type) => file.name.toLowerCase().endsWith(type))
              ? { code: 'wrong-type', message: t.contacts.importWrongType }
              : null
          }
          inputProps={{ 'aria-label': t.contacts.importDrop }}
        >
          <Group justify="center" gap="md" mih={140} wrap="nowrap">
            <Dropzone.Accept>
              <IconUpload size={40} stroke={1.5} aria-hidden />
            </Dropzone.Accept>
            <Dropzone.Reject>
              <IconFileSpreadsheet size={40} stroke={1.5} color="var(--siar-trouble)" aria-hidden />
            </Dropzone.Reject>
            <Dropzone.Idle>
              <IconFileSpreadsheet size={40} stroke={1.5} aria-hidden />
            </Dropzone.Idle>
            <div>
              <Text fw={600}>{t.contacts.importDrop}</Text>
              <Text size="sm" c="dimmed">
                {t.contacts.importTypes}
              </Text>
            </div>
          </Group>
        </Dropzone>
        {wrongType && (
          <Text size="sm" c="var(--siar-trouble)" role="alert">
            {t.contacts.importWrongType}
          </Text>
        )}
        {upload.isPending && (
          <div role="status">
            <Text size="sm" mb={4}>
              {t.contacts.importUploading(format.percent(share))}
            </Text>
            <Progress value={share * 100} aria-label={t.contacts.importUploading(format.percent(share))} />
          </div>
        )}
      </Stack>
    </Section>
  );
}

function Earlier() {
  const { t, format } = useI18n();
  const now = useNow();
  const trpc = useTRPC();
  const runs = useQuery(trpc.contacts.imports.list.queryOptions({ limit: SHOWN }));
  if (runs.isPending) return <RowsComing rows={3} />;
  if (runs.isError) return <Trouble error={runs.error} onRetry={() => void runs.refetch()} />;
  if (runs.data.items.length === 0)
    return <Nothing icon={IconHistory} title={t.contacts.importHistoryEmpty} />;
  return (
    <Table.ScrollContainer minWidth={520} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table>
        <Table.Tbody>
          {runs.data.items.map((run) => (
            <Table.Tr key={run.id}>
              <Table.Td>
                <Button
                  variant="subtle"
                  size="compact-sm"
                  renderRoot={(props) => (
                    <Link {...props} to="/contacts/import/$importId" params={{ importId: run.id }} />
                  )}
                >
                  {run.fileName}
                </Button>
              </Table.Td>
              <Table.Td>
                <ToneBadge tone={importTone(run.status)}>{t.status.imports[run.status]}</ToneBadge>
              </Table.Td>
              <Table.Td className="tabular">{t.contacts.pasteDone(format.number(run.imported))}</Table.Td>
              <Table.Td c="dimmed">{format.dateTime(run.createdAt, now)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
