import { Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../../api/trpc.ts';
import { Section } from '../../components/Page.tsx';
import { useT } from '../../i18n/I18n.tsx';
import { MessageEditor } from '../templates/editor/MessageEditor.tsx';
import { PhonePreview } from '../templates/preview/PhonePreview.tsx';
import type { Draft } from './draft.ts';
import { useSample } from './useSample.ts';
import classes from './compose.module.css';

const TEMPLATES = 100;

/** What it says, and how it looks on a real contact's phone. */
export function WhatPart({ draft, onChange }: { draft: Draft; onChange: (change: Partial<Draft>) => void }) {
  const t = useT();
  const trpc = useTRPC();
  const templates = useQuery(trpc.templates.list.queryOptions({ limit: TEMPLATES })).data?.items ?? [];
  const sample = useSample({ listId: draft.who === 'lists' ? draft.listIds[0] : undefined });
  const { text, missing } = sample.render(draft.message);
  return (
    <Section title={t.compose.what}>
      <div className={classes.what}>
        <Stack>
          {templates.length > 0 && (
            <Select
              label={t.compose.useTemplate}
              placeholder={t.common.optional}
              data={templates.map(({ id, name }) => ({ value: id, label: name }))}
              value={draft.templateId}
              searchable
              clearable
              onChange={(id) => {
                const template = templates.find((candidate) => candidate.id === id);
                onChange(
                  template === undefined
                    ? { templateId: null }
                    : {
                        templateId: template.id,
                        message: template.body,
                        name: draft.name === '' ? template.name : draft.name,
                      },
                );
              }}
            />
          )}
          <MessageEditor value={draft.message} onChange={(message) => onChange({ message })} />
        </Stack>
        <Stack gap="xs">
          <PhonePreview label={t.compose.preview} message={text} empty={t.compose.previewEmpty} />
          <Text size="xs" c="dimmed">
            {t.compose.previewOf(sample.name)}
          </Text>
          {missing.length > 0 && (
            <Text size="xs" c="var(--siar-waiting)" role="status">
              {t.compose.missing(missing.join(', '))}
            </Text>
          )}
        </Stack>
      </div>
    </Section>
  );
}
