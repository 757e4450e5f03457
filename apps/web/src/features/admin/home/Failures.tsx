import { reasonText } from '@siar/shared';
import { Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import type { Stats } from '../../../api/router.ts';
import { Nothing } from '../../../components/states.tsx';
import { useI18n } from '../../../i18n/I18n.tsx';
import classes from './home.module.css';

const SHOWN = 8;

/** Why messages failed or stayed uncertain, most frequent first. */
export function Failures({ stats }: { stats: Stats }) {
  const { t, format, locale } = useI18n();
  const { failures } = stats.messages;
  const most = failures[0]?.count ?? 0;
  if (most === 0) return <Nothing icon={IconCircleCheck} title={t.admin.failuresEmpty} />;
  return (
    <ol className={classes.list}>
      {failures.slice(0, SHOWN).map(({ reasonCode, count }) => (
        <li key={reasonCode} className={classes.line}>
          <div className={classes.grow}>
            <Text size="sm">{reasonText(reasonCode, locale)?.sentence}</Text>
            <div
              className={classes.bar}
              style={{ width: `${Math.max(2, (count / most) * 100)}%` }}
              aria-hidden
            />
          </div>
          <Text size="sm" fw={600} className="tabular">
            {format.number(count)}
          </Text>
        </li>
      ))}
    </ol>
  );
}
