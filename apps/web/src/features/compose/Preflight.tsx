import { Alert, Button, DataList, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconSend } from '@tabler/icons-react';
import type { Me } from '../../api/router.ts';
import { useNow } from '../../app/useNow.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { durationOf } from './pace.ts';
import { pacingOf, type Draft } from './draft.ts';
import type { AudienceCount } from './useAudience.ts';
import classes from './compose.module.css';

/** The one question before a launch: everything that is about to happen, on one card. */
export function Preflight({
  draft,
  audience,
  me,
  onGo,
  onCancel,
}: {
  draft: Draft;
  audience: AudienceCount;
  me: Me;
  onGo: () => void;
  onCancel: () => void;
}) {
  const { t, format } = useI18n();
  const now = useNow();
  const recipients = audience.recipients ?? 0;
  const pacing = pacingOf(draft);
  const isLater = draft.when === 'later' && draft.scheduledAt !== null;
  const start = isLater && draft.scheduledAt !== null ? Date.parse(draft.scheduledAt) : now;
  const duration = durationOf(recipients, pacing);
  const { subscription } = me;
  const quotaLeft = subscription === null ? null : subscription.quota - subscription.used;
  const count = format.number(recipients);
  const facts = [
    {
      label: t.compose.askTo,
      value: audience.isUpperBound ? t.compose.recipientsAbout(count) : t.compose.recipients(count),
    },
    { label: t.compose.askWhen, value: isLater ? format.soon(new Date(start), now) : t.common.now },
    {
      label: t.compose.askPace,
      value: t.blasts.paceText(
        format.number(pacing.minDelayMs / 1_000),
        format.number(pacing.maxDelayMs / 1_000),
      ),
    },
    {
      label: t.compose.askFinish,
      value: t.compose.finishNow(format.duration(duration), format.soon(new Date(start + duration), now)),
    },
    ...(quotaLeft === null || quotaLeft < recipients
      ? []
      : [
          { label: t.compose.askQuota, value: t.compose.askQuotaLeft(format.number(quotaLeft - recipients)) },
        ]),
  ];
  const warnings = [
    ...(me.whatsapp.status === 'CONNECTED' ? [] : [t.compose.warnNumber]),
    ...(quotaLeft === null ? [t.compose.warnNoPlan] : []),
    ...(quotaLeft !== null && quotaLeft < recipients
      ? [t.compose.warnQuota(count, format.number(Math.max(0, quotaLeft)))]
      : []),
  ];
  return (
    <Stack>
      {warnings.map((warning) => (
        <Alert key={warning} color="yellow" variant="light" icon={<IconAlertTriangle aria-hidden />} p="xs">
          {warning}
        </Alert>
      ))}
      <DataList orientation="horizontal">
        {facts.map(({ label, value }) => (
          <DataList.Item key={label}>
            <DataList.ItemLabel>{label}</DataList.ItemLabel>
            <DataList.ItemValue>{value}</DataList.ItemValue>
          </DataList.Item>
        ))}
      </DataList>
      <div>
        <Text size="sm" c="dimmed" mb={4}>
          {t.compose.askMessage}
        </Text>
        <Text size="sm" className={classes.quote}>
          {draft.message}
        </Text>
      </div>
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          {t.common.cancel}
        </Button>
        <Button leftSection={<IconSend size={16} aria-hidden />} onClick={onGo} data-autofocus>
          {isLater ? t.compose.askSchedule : t.compose.askLaunch}
        </Button>
      </Group>
    </Stack>
  );
}
