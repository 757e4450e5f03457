import { Alert, MultiSelect, Radio, Stack, Text, Textarea } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { Section } from '../../components/Page.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import type { Draft, Who } from './draft.ts';
import type { AudienceCount } from './useAudience.ts';
import classes from './compose.module.css';

const CHOICES: readonly Who[] = ['kept', 'all', 'lists', 'numbers'];

/** Who gets it, counted as one chooses. */
export function WhoPart({
  draft,
  audience,
  onChange,
}: {
  draft: Draft;
  audience: AudienceCount;
  onChange: (change: Partial<Draft>) => void;
}) {
  const { t, format } = useI18n();
  const labels = {
    kept: t.compose.whoKept(format.number(draft.keptCount)),
    all: t.compose.whoAll,
    lists: t.compose.whoLists,
    numbers: t.compose.whoNumbers,
  };
  const { recipients, isUpperBound, invalid } = audience;
  const count = format.number(recipients ?? 0);
  return (
    <Section title={t.compose.who}>
      <Stack>
        <Radio.Group
          aria-label={t.compose.who}
          value={draft.who}
          onChange={(value) => onChange({ who: CHOICES.find((choice) => choice === value) ?? 'all' })}
        >
          <Stack gap="xs">
            {CHOICES.filter((choice) => choice !== 'kept' || draft.keptCount > 0).map((choice) => (
              <Radio key={choice} value={choice} label={labels[choice]} />
            ))}
          </Stack>
        </Radio.Group>
        {draft.who === 'lists' &&
          (audience.lists.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t.compose.noLists}
            </Text>
          ) : (
            <MultiSelect
              label={t.compose.chooseLists}
              data={audience.lists.map((list) => ({
                value: list.id,
                label: t.contacts.listOf(list.name, format.number(list.count)),
              }))}
              value={draft.listIds}
              onChange={(listIds) => onChange({ listIds })}
              searchable
              hidePickedOptions
            />
          ))}
        {draft.who === 'numbers' && (
          <Textarea
            label={t.compose.numbers}
            description={t.contacts.pasteHint}
            placeholder={'0812-3456-7890\n0813-4567-8901'}
            autosize
            minRows={4}
            maxRows={10}
            value={draft.numbers}
            onChange={(event) => onChange({ numbers: event.currentTarget.value })}
          />
        )}
        <div className={classes.count} role="status">
          <IconUsers size={18} aria-hidden />
          <span data-testid="recipient-count" data-value={recipients ?? ''}>
            {recipients === null
              ? t.common.loading
              : isUpperBound
                ? t.compose.recipientsAbout(count)
                : t.compose.recipients(count)}
          </span>
        </div>
        {invalid > 0 && (
          <Alert color="yellow" variant="light" p="xs">
            {t.compose.invalidNumbers(format.number(invalid))}
          </Alert>
        )}
        <Text size="xs" c="dimmed">
          {t.compose.recipientsHint}
        </Text>
      </Stack>
    </Section>
  );
}
