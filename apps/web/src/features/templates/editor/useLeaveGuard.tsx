import { Button, Group, Modal, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useT } from '../../../i18n/I18n.tsx';

/** Asks before unsaved writing is left. Returns the dialog to put on the page. */
export function useLeaveGuard(isDirty: boolean) {
  const t = useT();
  const blocker = useBlocker({
    // Searching the list beside it is no leaving.
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => isDirty,
    withResolver: true,
  });
  return (
    <Modal
      opened={blocker.status === 'blocked'}
      onClose={() => blocker.reset?.()}
      title={t.templates.leaveAsk}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <Text size="sm">{t.templates.leaveText}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={() => blocker.reset?.()} data-autofocus>
          {t.templates.stay}
        </Button>
        <Button color="red" onClick={() => blocker.proceed?.()}>
          {t.templates.leave}
        </Button>
      </Group>
    </Modal>
  );
}
