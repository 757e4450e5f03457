import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useT } from '../../../i18n/I18n.tsx';

/** Somebody saved another text meanwhile: the person chooses, nothing is lost by itself. */
export function ConflictAlert({ onMine, onTheirs }: { onMine: () => void; onTheirs: () => void }) {
  const t = useT();
  return (
    <Alert
      color="red"
      variant="light"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title={t.templates.conflictTitle}
    >
      <Text size="sm">{t.templates.conflictText}</Text>
      <Group gap="xs" mt="sm">
        <Button size="xs" onClick={onMine}>
          {t.templates.conflictMine}
        </Button>
        <Button size="xs" variant="default" onClick={onTheirs}>
          {t.templates.conflictTheirs}
        </Button>
      </Group>
    </Alert>
  );
}
