import { Text } from '@mantine/core';
import { IconBrandWhatsapp, IconSpeakerphone } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { blastStatus, whatsAppStatus } from '@siar/shared';
import type { Stats } from '../../../api/router.ts';
import { Nothing } from '../../../components/states.tsx';
import { ToneBadge } from '../../../components/ToneMark.tsx';
import { useI18n } from '../../../i18n/I18n.tsx';
import { blastTone, whatsAppTone } from '../../../theme/tones.ts';
import classes from './home.module.css';

/** Linked numbers state by state; each the way to those numbers. */
export function NumbersByStatus({ stats }: { stats: Stats }) {
  const { t, format } = useI18n();
  const rows = whatsAppStatus.options.flatMap((status) => {
    const count = stats.whatsapp.byStatus[status] ?? 0;
    return count === 0 ? [] : [{ status, count }];
  });
  if (rows.length === 0) return <Nothing icon={IconBrandWhatsapp} title={t.admin.numbersEmpty} />;
  return (
    <ul className={classes.list}>
      {rows.map(({ status, count }) => (
        <li key={status} className={classes.line}>
          <Link to="/admin/numbers" search={{ status }} className={classes.link}>
            <ToneBadge tone={whatsAppTone(status)}>{t.status.whatsapp[status]}</ToneBadge>
          </Link>
          <Text size="sm" fw={600} className="tabular">
            {format.number(count)}
          </Text>
        </li>
      ))}
    </ul>
  );
}

export function BlastsByStatus({ stats }: { stats: Stats }) {
  const { t, format } = useI18n();
  const rows = blastStatus.options.flatMap((status) => {
    const count = stats.blasts.byStatus[status] ?? 0;
    return count === 0 ? [] : [{ status, count }];
  });
  if (rows.length === 0) return <Nothing icon={IconSpeakerphone} title={t.admin.nothingYet} />;
  return (
    <ul className={classes.list}>
      {rows.map(({ status, count }) => (
        <li key={status} className={classes.line}>
          <ToneBadge tone={blastTone({ status, pauseReason: null })}>{t.status.blast[status]}</ToneBadge>
          <Text size="sm" fw={600} className="tabular">
            {format.number(count)}
          </Text>
        </li>
      ))}
    </ul>
  );
}
