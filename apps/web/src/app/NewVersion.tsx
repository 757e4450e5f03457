import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { useT } from '../i18n/I18n.tsx';
import { installServiceWorker } from './service-worker.ts';

/** Offers a newer Siar when there is one. The person decides when. */
export function NewVersion() {
  const t = useT();
  useEffect(() => {
    if (!import.meta.env.PROD) return;
    const offer = (use: () => void) =>
      notifications.show({
        id: 'new-version',
        autoClose: false,
        message: (
          <Group justify="space-between">
            <Text size="sm">{t.common.newVersion}</Text>
            <Button size="compact-sm" variant="default" onClick={use}>
              {t.common.newVersionAction}
            </Button>
          </Group>
        ),
      });
    installServiceWorker(offer).catch(() => {
      // No worker, no offline start: everything else is as before.
    });
  }, [t]);
  return null;
}
