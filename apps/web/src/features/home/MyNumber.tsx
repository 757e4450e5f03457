import { Anchor, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useNow } from '../../app/useNow.ts';
import { Section } from '../../components/Page.tsx';
import { ToneBadge } from '../../components/ToneMark.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import { nationalPhone } from '../../i18n/phone.ts';
import { useMe } from '../../shell/useMe.ts';
import { shownStatus } from '../whatsapp/shown-status.ts';
import { whatsAppTone } from '../../theme/tones.ts';

/** Is my number fine? */
export function MyNumber() {
  const { t, format } = useI18n();
  const now = useNow();
  const { whatsapp } = useMe();
  const { phoneNumber, lastConnectedAt } = whatsapp;
  const status = shownStatus(whatsapp);
  return (
    <Section
      title={t.home.number}
      tools={
        <Anchor component={Link} to="/whatsapp" size="sm">
          {t.home.manageNumber}
        </Anchor>
      }
    >
      <Stack gap={6}>
        <Group justify="space-between">
          <Text fz={18} fw={650} className="tabular">
            {phoneNumber === null ? '–' : nationalPhone(phoneNumber)}
          </Text>
          <ToneBadge tone={whatsAppTone(status)}>{t.status.whatsapp[status]}</ToneBadge>
        </Group>
        <Text size="sm" c="dimmed">
          {status !== 'CONNECTED' && lastConnectedAt !== null
            ? t.home.lastConnected(format.ago(lastConnectedAt, now))
            : t.whatsapp.states[status].what}
        </Text>
      </Stack>
    </Section>
  );
}
