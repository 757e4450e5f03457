import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Template } from '../../../api/router.ts';
import { useTRPC } from '../../../api/trpc.ts';
import { useNow } from '../../../app/useNow.ts';
import { RowsComing, Trouble } from '../../../components/states.tsx';
import { useI18n } from '../../../i18n/I18n.tsx';
import classes from '../templates.module.css';

/** What the template said before, newest first; any of it can be taken back into the editor. */
export function Versions({
  template,
  onRestore,
}: {
  template: Template;
  onRestore: (version: { version: number; body: string }) => void;
}) {
  const { t, format } = useI18n();
  const trpc = useTRPC();
  const now = useNow();
  const versions = useQuery(trpc.templates.versions.queryOptions({ id: template.id }));
  if (versions.isPending) return <RowsComing rows={2} />;
  if (versions.isError) {
    return (
      <Trouble title={t.common.listFailed} error={versions.error} onRetry={() => void versions.refetch()} />
    );
  }
  if (versions.data.items.length < 2) {
    return (
      <Text size="sm" c="dimmed">
        {t.templates.versionsNone}
      </Text>
    );
  }
  return versions.data.items.map((version) => (
    <div key={version.version} className={classes.version}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={550}>
          {t.templates.version(format.number(version.version))}
          <Text span size="xs" c="dimmed" fw={400}>
            {' · '}
            {version.version === template.version
              ? t.templates.versionNow
              : format.dateTime(version.createdAt, now)}
          </Text>
        </Text>
        {version.version !== template.version && (
          <Button size="compact-xs" variant="default" onClick={() => onRestore(version)}>
            {t.templates.restore}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed" className={classes.versionBody}>
        {version.body}
      </Text>
    </div>
  ));
}
