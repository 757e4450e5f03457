import { Group, SimpleGrid, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconBrandWhatsapp } from '@tabler/icons-react';
import type { WhatsAppView } from '../../api/router.ts';
import { useNow } from '../../app/useNow.ts';
import { ToneIcon } from '../../components/ToneMark.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import { nationalPhone } from '../../i18n/phone.ts';
import { whatsAppTone } from '../../theme/tones.ts';
import { shownStatus } from './shown-status.ts';

/** What is so, why, and what to do now; told to screen readers as it changes. */
export function NumberState({ number }: { number: WhatsAppView }) {
  const { t, format } = useI18n();
  const now = useNow();
  const status = shownStatus(number);
  const words = t.whatsapp.states[status];
  const reason = number.reason === null ? undefined : t.whatsapp.reasons[number.reason];
  const facts = [
    {
      label: t.whatsapp.number,
      value: number.phoneNumber === null ? null : nationalPhone(number.phoneNumber),
    },
    { label: t.whatsapp.since, value: number.linkedAt === null ? null : format.date(number.linkedAt) },
    {
      label: t.whatsapp.lastConnected,
      value: number.lastConnectedAt === null ? t.whatsapp.never : format.ago(number.lastConnectedAt, now),
    },
  ].filter(({ value }) => value !== null);
  return (
    <Stack gap="md">
      <Group gap="md" wrap="nowrap" align="flex-start">
        <ThemeIcon size={44} radius="md" variant="default">
          <IconBrandWhatsapp size={26} aria-hidden />
        </ThemeIcon>
        <Stack gap={4} role="status">
          <Group gap={6} wrap="nowrap">
            <ToneIcon tone={whatsAppTone(status)} size={16} />
            <Title order={2} data-testid="whatsapp-state" data-status={number.status}>
              {words.what}
            </Title>
          </Group>
          <Text size="sm" c="dimmed">
            {reason ?? words.why}
          </Text>
          <Text size="sm">{words.todo}</Text>
        </Stack>
      </Group>
      <SimpleGrid cols={{ base: 1, xs: 3 }} component="dl" m={0}>
        {facts.map(({ label, value }) => (
          <div key={label}>
            <Text component="dt" size="xs" c="dimmed">
              {label}
            </Text>
            <Text component="dd" m={0} fw={550}>
              {value}
            </Text>
          </div>
        ))}
      </SimpleGrid>
    </Stack>
  );
}
