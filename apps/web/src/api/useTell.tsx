import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useT } from '../i18n/I18n.tsx';
import { useRefusalText } from './useRefusalText.ts';

/** What came of an action, said in the corner: done (with undo where there is one) or refused, and why. */
export function useTell() {
  const refusalText = useRefusalText();
  const t = useT();
  return useMemo(
    () => ({
      done(message: string, options: { undo?: () => void; hint?: string } = {}) {
        const { undo, hint } = options;
        const id = crypto.randomUUID();
        notifications.show({
          id,
          color: 'green',
          icon: <IconCheck size={16} aria-hidden />,
          autoClose: undo === undefined ? 4_000 : 8_000,
          ...(undo === undefined && hint === undefined ? {} : { title: message }),
          message:
            undo === undefined ? (
              (hint ?? message)
            ) : (
              <Group justify="space-between">
                <Text size="sm">{hint}</Text>
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => {
                    notifications.hide(id);
                    undo();
                  }}
                >
                  {t.common.undo}
                </Button>
              </Group>
            ),
        });
      },
      refused(error: unknown) {
        const { sentence, remedy, requestId } = refusalText(error);
        notifications.show({
          color: 'red',
          icon: <IconAlertTriangle size={16} aria-hidden />,
          autoClose: 10_000,
          title: sentence,
          message: requestId === null ? remedy : `${remedy} ${t.common.requestId(requestId)}`,
        });
      },
    }),
    [refusalText, t],
  );
}
