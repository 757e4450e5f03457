import { Button, Stack, Text, TextInput } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { MAX_MESSAGE_LENGTH } from '@siar/shared';
import { refusalOf } from '../../api/refusal.ts';
import type { Template } from '../../api/router.ts';
import { useTRPC } from '../../api/trpc.ts';
import { useTell } from '../../api/useTell.tsx';
import { ActionButtons } from '../../app/actions/ActionButtons.tsx';
import { Keys } from '../../app/actions/Keys.tsx';
import { useActions } from '../../app/actions/registry.ts';
import { Page, Section } from '../../components/Page.tsx';
import { RefusalAlert } from '../../components/RefusalAlert.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import { ConflictAlert } from './editor/ConflictAlert.tsx';
import { MessageEditor } from './editor/MessageEditor.tsx';
import { useDraft } from './editor/useDraft.ts';
import { useExamples } from './editor/useExamples.ts';
import { useLeaveGuard } from './editor/useLeaveGuard.tsx';
import { useSaveTemplate } from './editor/useSaveTemplate.ts';
import { shownName, Variables } from './editor/Variables.tsx';
import { Versions } from './editor/Versions.tsx';
import { PhonePreview } from './preview/PhonePreview.tsx';
import classes from './templates.module.css';
import { useTemplateActions } from './useTemplateActions.tsx';

const MAX_NAME = 100;

/** A template being written, with what the recipient will see. @param template null: a new one */
export function TemplateEditor({
  template,
  onBack,
}: {
  template: Template | null;
  onBack?: (() => void) | undefined;
}) {
  const { t, format } = useI18n();
  const trpc = useTRPC();
  const tell = useTell();
  const queryClient = useQueryClient();
  const { draft, isDirty, baseVersion, write, take } = useDraft(template);
  const { variables, examples, text, missing, setExample } = useExamples(draft.body);
  const { save, isSaving, error, forget } = useSaveTemplate({ onSaved: take });
  const [isTried, setTried] = useState(false);
  const leaveDialog = useLeaveGuard(isDirty && !isSaving);
  const actionsOf = useTemplateActions();

  const id = template?.id ?? null;
  const nameError = nameProblem();
  const bodyError = draft.body.trim() === '' ? t.common.fieldRequired : undefined;
  const isFine =
    nameError === undefined && bodyError === undefined && draft.body.length <= MAX_MESSAGE_LENGTH;

  const submit = (expectedVersion: number | null) => {
    setTried(true);
    if (isFine && isDirty && !isSaving) save({ id, draft, expectedVersion });
  };
  useActions('here', [
    {
      id: 'template.save',
      label: t.templates.save,
      icon: IconDeviceFloppy,
      keys: 'mod+s',
      run: () => submit(baseVersion),
    },
  ]);
  // What leaves from here is what was saved, so unsaved words come first.
  const actions = (template === null ? [] : actionsOf(template)).map((action) =>
    action.id === 'template.use' && isDirty ? { ...action, disabled: t.templates.useUnsaved } : action,
  );
  useActions('here', actions);

  const takeTheirs = async () => {
    if (id === null) return;
    try {
      take(await queryClient.query({ ...trpc.templates.get.queryOptions({ id }), staleTime: 0 }));
      forget();
    } catch (failure) {
      tell.refused(failure);
    }
  };

  function nameProblem(): string | undefined {
    if (draft.name.trim() === '') return t.common.fieldRequired;
    return draft.name.trim().length > MAX_NAME ? t.templates.nameTooLong(format.number(MAX_NAME)) : undefined;
  }

  return (
    <Page
      title={template?.name ?? t.templates.new}
      onBack={onBack}
      tools={
        template !== null && (
          <ActionButtons label={t.templates.toolbar} actions={actions} visible={1} primary="template.use" />
        )
      }
    >
      {leaveDialog}
      <div className={classes.frame}>
        <form
          className={classes.columns}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            submit(baseVersion);
          }}
        >
          <Section className={classes.editor ?? ''}>
            <Stack gap="md">
              {refusalOf(error).code === 'conflict' ? (
                <ConflictAlert onMine={() => submit(null)} onTheirs={() => void takeTheirs()} />
              ) : (
                <RefusalAlert error={error} />
              )}
              <TextInput
                label={t.templates.name}
                description={t.templates.nameHint}
                placeholder={t.templates.namePlaceholder}
                autoFocus={template === null}
                error={isTried ? nameError : undefined}
                value={draft.name}
                onChange={(event) => write({ name: event.currentTarget.value })}
              />
              <MessageEditor
                value={draft.body}
                error={isTried ? bodyError : undefined}
                onChange={(body) => write({ body })}
              />
              <div className={classes.footer}>
                <Button
                  type="submit"
                  loading={isSaving}
                  disabled={!isDirty}
                  rightSection={<Keys keys="mod+s" />}
                >
                  {t.templates.save}
                </Button>
                <Text size="sm" c="dimmed" role="status">
                  {isDirty && template !== null ? t.templates.unsaved : ''}
                </Text>
              </div>
            </Stack>
          </Section>
          <div className={classes.side}>
            <Section title={t.templates.preview}>
              <PhonePreview
                label={t.templates.previewLabel}
                message={text}
                empty={t.templates.previewEmpty}
              />
              {missing.length > 0 && (
                <Text size="sm" c="dimmed" mt="sm">
                  {t.templates.previewMissing(
                    missing.map((name) => shownName(name, t.templates.variableName)).join(', '),
                  )}
                </Text>
              )}
            </Section>
          </div>
          <Stack gap="md" className={classes.rest}>
            <Section title={t.templates.variables}>
              <Variables variables={variables} examples={examples} onExample={setExample} />
            </Section>
            {template !== null && (
              <Section title={t.templates.versions}>
                <Versions
                  template={template}
                  onRestore={({ version, body }) => {
                    write({ body });
                    tell.done(t.templates.restored(format.number(version)));
                  }}
                />
              </Section>
            )}
          </Stack>
        </form>
      </div>
    </Page>
  );
}
