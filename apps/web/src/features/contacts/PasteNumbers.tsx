import { Button, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core';
import { splitPaste } from '@siar/shared';
import { IconCircleCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTRPC } from '../../api/trpc.ts';
import { RefusalAlert } from '../../components/RefusalAlert.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import { useLists } from './ListPicker.tsx';
import { RefusedRows } from './RefusedRows.tsx';

/** Numbers from anywhere. What was refused is told row by row, and can be copied to mend it. */
export function PasteNumbers({ listId, onClose }: { listId: string | undefined; onClose: () => void }) {
  const { t, format } = useI18n();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const lists = useLists();
  const [text, setText] = useState('');
  const [into, setInto] = useState<string | null>(listId ?? null);
  const numbers = useMemo(() => splitPaste(text), [text]);
  const bulk = useMutation(
    trpc.contacts.bulk.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries({ queryKey: trpc.contacts.pathKey() });
        void queryClient.invalidateQueries({ queryKey: trpc.lists.pathKey() });
      },
    }),
  );
  const answer = bulk.data;
  return (
    <Modal opened onClose={onClose} title={t.contacts.pasteTitle} size="lg">
      {answer === undefined ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            bulk.mutate({ numbers, ...(into === null ? {} : { listId: into }) });
          }}
        >
          <Stack>
            <RefusalAlert error={bulk.error} />
            <Textarea
              label={t.contacts.pasteLabel}
              description={t.contacts.pasteHint}
              placeholder={'0812-3456-7890\n+62 813 4567 8901'}
              autosize
              minRows={6}
              maxRows={14}
              data-autofocus
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            {lists.length > 0 && (
              <Select
                label={t.contacts.pasteInto}
                placeholder={t.contacts.pasteNoList}
                data={lists.map((list) => ({ value: list.id, label: list.name }))}
                value={into}
                onChange={setInto}
                clearable
              />
            )}
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {t.common.cancel}
              </Button>
              <Button type="submit" disabled={numbers.length === 0} loading={bulk.isPending}>
                {numbers.length === 0
                  ? t.contacts.pasteNothing
                  : t.contacts.pasteSubmit(format.number(numbers.length))}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Stack>
          <Group gap="xs" role="status">
            <IconCircleCheck color="var(--siar-done)" aria-hidden />
            <Text fw={600} data-testid="paste-imported" data-value={answer.imported}>
              {t.contacts.pasteDone(format.number(answer.imported))}
            </Text>
            {answer.duplicates > 0 && (
              <Text c="dimmed">· {t.contacts.pasteDuplicates(format.number(answer.duplicates))}</Text>
            )}
            {answer.invalid.length > 0 && (
              <Text c="var(--siar-trouble)">
                · {t.contacts.pasteInvalid(format.number(answer.invalid.length))}
              </Text>
            )}
          </Group>
          {answer.invalid.length > 0 && <RefusedRows rows={answer.invalid} hint={t.contacts.invalidHint} />}
          <Group justify="flex-end">
            <Button
              variant="default"
              onClick={() => {
                setText(answer.invalid.map(({ value }) => value).join('\n'));
                bulk.reset();
              }}
            >
              {t.contacts.pasteTitle}
            </Button>
            <Button onClick={onClose}>{t.common.close}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
