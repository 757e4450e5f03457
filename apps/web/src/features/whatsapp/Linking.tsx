import { Button, CopyButton, Group, List, Progress, Stack, Tabs, Text, TextInput } from '@mantine/core';
import { IconKeyboard, IconQrcode, IconRefresh } from '@tabler/icons-react';
import clsx from 'clsx';
import { useState } from 'react';
import type { WhatsAppView } from '../../api/router.ts';
import { useNow } from '../../app/useNow.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { QrCode } from './QrCode.tsx';
import classes from './whatsapp.module.css';

/** What WhatsApp gives a code at most; the bar is full at the start of it. */
const QR_SECONDS = 60;

/** Two ways to link: the phone's camera, or digits typed on the phone. */
export function Linking({
  number,
  onConnect,
}: {
  number: WhatsAppView;
  onConnect: (input: { pairingPhoneNumber?: string }) => void;
}) {
  const { t } = useI18n();
  const [tab, setTab] = useState<string | null>(number.status === 'PAIRING' ? 'pairing' : 'qr');
  return (
    <Tabs value={tab} onChange={setTab} keepMounted={false}>
      <Tabs.List mb="lg">
        <Tabs.Tab value="qr" leftSection={<IconQrcode size={16} aria-hidden />}>
          {t.whatsapp.tabQr}
        </Tabs.Tab>
        <Tabs.Tab value="pairing" leftSection={<IconKeyboard size={16} aria-hidden />}>
          {t.whatsapp.tabPairing}
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="qr">
        <ByQr number={number} onRefresh={() => onConnect({})} />
      </Tabs.Panel>
      <Tabs.Panel value="pairing">
        <ByPairingCode number={number} onAsk={(pairingPhoneNumber) => onConnect({ pairingPhoneNumber })} />
      </Tabs.Panel>
    </Tabs>
  );
}

function ByQr({ number, onRefresh }: { number: WhatsAppView; onRefresh: () => void }) {
  const { t, format } = useI18n();
  const now = useNow(500);
  const { qr, qrExpiresAt } = number;
  const left = qrExpiresAt === null ? null : Math.ceil((Date.parse(qrExpiresAt) - now) / 1_000);
  const isStale = left !== null && left <= 0;
  return (
    <div className={classes.linking}>
      <Stack gap="xs" w="100%" align="center">
        {qr === null ? (
          <Group className={classes.qr} justify="center" role="status">
            <Text size="sm" c="dimmed" ta="center">
              {number.status === 'QR' ? t.whatsapp.qrRenewing : t.whatsapp.states.STARTING.what}
            </Text>
          </Group>
        ) : (
          // Never a code that no longer works: it fades until the next one is here.
          <div className={clsx(isStale && classes.stale)} style={{ width: '100%' }}>
            <QrCode text={qr} />
          </div>
        )}
        {qr !== null && (
          <>
            <Progress
              w="100%"
              size="xs"
              value={Math.max(0, Math.min(100, ((left ?? QR_SECONDS) / QR_SECONDS) * 100))}
              aria-hidden
            />
            <Text size="sm" c="dimmed" ta="center">
              {isStale || left === null ? t.whatsapp.qrRenewing : t.whatsapp.qrLeft(format.number(left))}
            </Text>
          </>
        )}
      </Stack>
      <Stack>
        <List type="ordered" spacing="sm">
          {t.whatsapp.qrSteps.map((step) => (
            <List.Item key={step}>{step}</List.Item>
          ))}
        </List>
        <Button
          variant="default"
          w="fit-content"
          leftSection={<IconRefresh size={16} aria-hidden />}
          onClick={onRefresh}
          disabled={qr === null}
        >
          {t.whatsapp.refresh}
        </Button>
      </Stack>
    </div>
  );
}

function ByPairingCode({ number, onAsk }: { number: WhatsAppView; onAsk: (phone: string) => void }) {
  const { t } = useI18n();
  const [phone, setPhone] = useState('');
  const { pairingCode } = number;
  return (
    <Stack>
      <Text size="sm">{t.whatsapp.pairingIntro}</Text>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (phone.trim() !== '') onAsk(phone.trim());
        }}
      >
        <Group align="flex-end">
          <TextInput
            label={t.whatsapp.pairingNumber}
            placeholder={t.contacts.phonePlaceholder}
            inputMode="tel"
            autoComplete="tel"
            value={phone}
            onChange={(event) => setPhone(event.currentTarget.value)}
          />
          <Button type="submit" disabled={phone.trim() === ''}>
            {t.whatsapp.pairingGet}
          </Button>
        </Group>
      </form>
      {pairingCode !== null && (
        <Stack gap="xs">
          <Text size="sm" c="dimmed">
            {t.whatsapp.pairingCode}
          </Text>
          <Group>
            <output className={classes.code} data-testid="pairing-code" aria-live="polite">
              {`${pairingCode.slice(0, 4)}-${pairingCode.slice(4)}`}
            </output>
            <CopyButton value={pairingCode}>
              {({ copied, copy }) => (
                <Button variant="default" size="xs" onClick={copy}>
                  {copied ? t.common.copied : t.common.copy}
                </Button>
              )}
            </CopyButton>
          </Group>
          <List type="ordered" spacing="xs">
            {t.whatsapp.pairingSteps.map((step) => (
              <List.Item key={step}>{step}</List.Item>
            ))}
          </List>
        </Stack>
      )}
    </Stack>
  );
}
