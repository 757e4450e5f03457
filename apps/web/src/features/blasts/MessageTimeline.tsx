import { CloseButton, Group, Stack, Text, Timeline, Title } from '@mantine/core';
import { IconCheck, IconChecks, IconEye } from '@tabler/icons-react';
import type { Message } from '../../api/router.ts';
import { useViewport } from '../../app/preferences.ts';
import { useNow } from '../../app/useNow.ts';
import { ToneBadge } from '../../components/ToneMark.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import { nationalPhone } from '../../i18n/phone.ts';
import { messageTone } from '../../theme/tones.ts';
import { useReason } from './useReason.ts';

/** One message's way: taken by WhatsApp, on the phone, read; or why not. */
export function MessageTimeline({ message, onClose }: { message: Message; onClose: () => void }) {
  const { t, format } = useI18n();
  const now = useNow();
  const viewport = useViewport();
  const reason = useReason()(message);
  const steps = [
    { label: t.blasts.sentAt, at: message.sentAt, icon: IconCheck },
    { label: t.blasts.deliveredAt, at: message.deliveredAt, icon: IconChecks },
    { label: t.blasts.readAt, at: message.readAt, icon: IconEye },
  ];
  const reached = steps.findLastIndex(({ at }) => at !== null);
  return (
    <Stack gap="md">
      <Group justify="space-between" wrap="nowrap">
        <div>
          <Title order={2}>{nationalPhone(message.phoneNumber)}</Title>
          {message.name !== null && (
            <Text size="sm" c="dimmed">
              {message.name}
            </Text>
          )}
        </div>
        {viewport === 'wide' && <CloseButton aria-label={t.common.close} onClick={onClose} />}
      </Group>
      <Group gap="xs">
        <ToneBadge tone={messageTone(message.status)}>{t.status.message[message.status]}</ToneBadge>
        {message.attempts > 1 && (
          <Text size="xs" c="dimmed">
            {t.blasts.attempts(format.number(message.attempts))}
          </Text>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {reason === null ? t.status.messageMeaning[message.status] : `${reason.sentence} ${reason.remedy}`}
      </Text>
      <Timeline active={reached} bulletSize={22} lineWidth={2} color="green">
        {steps.map((step) => (
          <Timeline.Item
            key={step.label}
            bullet={<step.icon size={13} aria-hidden />}
            title={<Text size="sm">{step.label}</Text>}
          >
            <Text size="xs" c="dimmed">
              {step.at === null ? '–' : format.dateTime(step.at, now)}
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
    </Stack>
  );
}
