import { Button, Group, Text, Textarea } from '@mantine/core';
import { MAX_MESSAGE_LENGTH } from '@siar/shared';
import { useRef } from 'react';
import { useI18n } from '../../i18n/I18n.tsx';

/** The text of a message, with the variables one click away. Blasts and templates are written with it. */
export function MessageEditor({
  label,
  value,
  onChange,
  variables,
  error,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Names that can be put in: `nama`, `kota`. */
  variables: readonly string[];
  error?: string | null;
}) {
  const { t, format } = useI18n();
  const field = useRef<HTMLTextAreaElement>(null);
  const insert = (name: string) => {
    const area = field.current;
    const text = `{{${name}}}`;
    const from = area?.selectionStart ?? value.length;
    const to = area?.selectionEnd ?? value.length;
    onChange(value.slice(0, from) + text + value.slice(to));
    requestAnimationFrame(() => {
      area?.focus();
      area?.setSelectionRange(from + text.length, from + text.length);
    });
  };
  const tooLong = value.length > MAX_MESSAGE_LENGTH;
  return (
    <div>
      <Textarea
        ref={field}
        label={label}
        placeholder={t.compose.messagePlaceholder}
        autosize
        minRows={6}
        maxRows={16}
        value={value}
        error={tooLong ? t.compose.tooLong : error}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Group justify="space-between" mt={6} gap="xs">
        <Group gap={6} role="group" aria-label={t.compose.insert}>
          {variables.map((name) => (
            <Button key={name} size="compact-xs" variant="default" onClick={() => insert(name)}>
              {`{{${name}}}`}
            </Button>
          ))}
        </Group>
        <Text size="xs" c={tooLong ? 'red' : 'dimmed'} className="tabular">
          {t.compose.chars(format.number(value.length), format.number(MAX_MESSAGE_LENGTH))}
        </Text>
      </Group>
      <Text size="xs" c="dimmed" mt={4}>
        {t.compose.variablesHint}
      </Text>
    </div>
  );
}
