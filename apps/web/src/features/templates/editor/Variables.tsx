import { Stack, Text, TextInput } from '@mantine/core';
import type { TemplateVariable } from '@siar/shared';
import { useT } from '../../../i18n/I18n.tsx';
import classes from '../templates.module.css';

/** What the text takes from each contact, what stands there when it is missing, and an example to look at. */
export function Variables({
  variables,
  examples,
  onExample,
}: {
  variables: readonly TemplateVariable[];
  examples: Readonly<Record<string, string>>;
  onExample: (name: string, value: string) => void;
}) {
  const words = useT().templates;
  if (variables.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {words.variablesNone}
      </Text>
    );
  }
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {words.variablesText}
      </Text>
      {variables.map(({ name, fallback }) => (
        <div key={name} className={classes.variable}>
          <div>
            <span className={classes.chip}>{shownName(name, words.variableName)}</span>
            <Text size="xs" c="dimmed" mt={2}>
              {fallback === null ? words.variableBlank : words.variableFallback(fallback)}
            </Text>
          </div>
          <TextInput
            size="xs"
            aria-label={words.example(shownName(name, words.variableName))}
            value={examples[name] ?? ''}
            onChange={(event) => onExample(name, event.currentTarget.value)}
          />
        </div>
      ))}
    </Stack>
  );
}

/** Contacts keep the name under `name`; people write it in their own language. */
export const shownName = (name: string, ownName: string): string => (name === 'name' ? ownName : name);
