import { Group, NumberInput, Radio, SegmentedControl, Stack, Text } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import '@mantine/dates/styles.css';
import 'dayjs/locale/id';
import { useNow } from '../../app/useNow.ts';
import { Section } from '../../components/Page.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import { pacingOf, type Draft } from './draft.ts';
import { durationOf, type PaceName } from './pace.ts';
import classes from './compose.module.css';

const PACE_NAMES: readonly PaceName[] = ['calm', 'normal', 'brisk', 'custom'];
const SLOWEST_SECONDS = 3_600;

/** When it begins, how fast it goes, and what that means on the clock. */
export function WhenPart({
  draft,
  recipients,
  onChange,
}: {
  draft: Draft;
  recipients: number;
  onChange: (change: Partial<Draft>) => void;
}) {
  const { t, format, locale } = useI18n();
  const now = useNow();
  const paces: Record<PaceName, { label: string; text: string }> = {
    calm: { label: t.compose.paceCalm, text: t.compose.paceCalmText },
    normal: { label: t.compose.paceNormal, text: t.compose.paceNormalText },
    brisk: { label: t.compose.paceBrisk, text: t.compose.paceBriskText },
    custom: { label: t.compose.paceCustom, text: '' },
  };
  const pacing = pacingOf(draft);
  const duration = durationOf(recipients, pacing);
  const start = draft.when === 'later' && draft.scheduledAt !== null ? Date.parse(draft.scheduledAt) : now;
  const isPast = draft.when === 'later' && draft.scheduledAt !== null && start <= now;
  // "0,5" is half a second to Indonesians; taken with a point alone it would be five.
  const decimals = {
    decimalSeparator: locale === 'id' ? ',' : '.',
    allowedDecimalSeparators: [',', '.'],
    decimalScale: 1,
  };
  const setCustom = (change: Partial<Draft['custom']>) =>
    onChange({ custom: { ...draft.custom, ...change } });

  return (
    <Section title={t.compose.when}>
      <Stack>
        <SegmentedControl
          aria-label={t.compose.when}
          fullWidth
          value={draft.when}
          onChange={(value) => onChange({ when: value === 'later' ? 'later' : 'now' })}
          data={[
            { value: 'now', label: t.compose.whenNow },
            { value: 'later', label: t.compose.whenLater },
          ]}
        />
        {draft.when === 'later' && (
          <DateTimePicker
            label={t.compose.scheduleAt}
            locale={locale}
            valueFormat="DD MMM YYYY HH.mm"
            minDate={new Date(now)}
            value={draft.scheduledAt === null ? null : new Date(draft.scheduledAt)}
            error={isPast ? t.compose.schedulePast : null}
            {...(draft.scheduledAt === null || isPast
              ? {}
              : { description: t.blasts.startsAt(format.soon(draft.scheduledAt, now)) })}
            clearable
            onChange={(value) =>
              onChange({ scheduledAt: value === null ? null : new Date(value).toISOString() })
            }
          />
        )}
        <Radio.Group
          label={t.compose.pace}
          value={draft.pace}
          onChange={(value) => onChange({ pace: PACE_NAMES.find((name) => name === value) ?? 'normal' })}
        >
          <Stack gap="xs" mt={6}>
            {PACE_NAMES.map((name) => (
              <Radio key={name} value={name} label={paces[name].label} description={paces[name].text} />
            ))}
          </Stack>
        </Radio.Group>
        {draft.pace === 'custom' && (
          <Group grow align="flex-start">
            <NumberInput
              label={t.compose.paceFrom}
              min={0}
              max={SLOWEST_SECONDS}
              {...decimals}
              value={draft.custom.minDelayMs / 1_000}
              onChange={(value) => setCustom({ minDelayMs: Math.round(Number(value) * 1_000) })}
            />
            <NumberInput
              label={t.compose.paceTo}
              min={0}
              max={SLOWEST_SECONDS}
              {...decimals}
              value={draft.custom.maxDelayMs / 1_000}
              error={draft.custom.maxDelayMs < draft.custom.minDelayMs ? t.compose.paceOrder : null}
              onChange={(value) => setCustom({ maxDelayMs: Math.round(Number(value) * 1_000) })}
            />
          </Group>
        )}
        <Text size="xs" c="dimmed">
          {t.compose.paceHint}
        </Text>
        <div className={classes.finish} role="status">
          <Text size="sm" fw={600}>
            {t.compose.finish}
          </Text>
          <Text size="sm">
            {recipients === 0
              ? t.compose.finishUnknown
              : t.compose.finishNow(format.duration(duration), format.soon(new Date(start + duration), now))}
          </Text>
          <Text size="xs" c="dimmed" mt={4}>
            {t.compose.finishHint}
          </Text>
        </div>
      </Stack>
    </Section>
  );
}
