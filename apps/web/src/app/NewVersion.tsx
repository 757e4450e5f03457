import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { useT } from '../i18n/I18n.tsx';

/** Installs the service worker, and offers a newer Siar when there is one. The person decides when. */
export function NewVersion() {
  const t = useT();
  useEffect(() => {
    if (!import.meta.env.PROD) return;
    // Behind a plain http address there is no service worker; the app works without.
    if (!('serviceWorker' in navigator)) return;
    void import('virtual:pwa-register').then(({ registerSW }) => {
      const update = registerSW({
        onNeedRefresh: () => {
          notifications.show({
            id: 'new-version',
            autoClose: false,
            message: (
              <Group justify="space-between">
                <Text size="sm">{t.common.newVersion}</Text>
                <Button size="compact-sm" variant="default" onClick={() => void update(true)}>
                  {t.common.newVersionAction}
                </Button>
              </Group>
            ),
          });
        },
      });
    });
  }, [t]);
  return null;
}
