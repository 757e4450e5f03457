import { Group, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import type { Stats } from '../../../api/router.ts';
import { Nothing } from '../../../components/states.tsx';
import { ToneIcon } from '../../../components/ToneMark.tsx';
import { useI18n } from '../../../i18n/I18n.tsx';
import classes from './home.module.css';

/** How much work stands in line, queue by queue. */
export function Queues({ stats }: { stats: Stats }) {
  const { t, format } = useI18n();
  if (stats.queues === null) {
    return (
      <Group gap={8} wrap="nowrap" align="flex-start" role="alert">
        <ToneIcon tone="trouble" size={16} />
        <Text size="sm">{t.admin.queuesAway}</Text>
      </Group>
    );
  }
  const queues = Object.entries(stats.queues);
  if (queues.length === 0) return <Nothing icon={IconCircleCheck} title={t.admin.queuesEmpty} />;
  return (
    <ul className={classes.list}>
      {queues.map(([name, { waiting, active, delayed }]) => (
        <li key={name} className={classes.line}>
          <Text size="sm" ff="monospace" className={classes.grow}>
            {name}
          </Text>
          <Text size="sm" c="dimmed" ta="end" className="tabular">
            {[
              t.admin.queueWaiting(format.number(waiting)),
              t.admin.queueActive(format.number(active)),
              t.admin.queueDelayed(format.number(delayed)),
            ].join(' · ')}
          </Text>
        </li>
      ))}
    </ul>
  );
}
