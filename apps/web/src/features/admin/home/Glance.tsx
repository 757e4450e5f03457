import { Link } from '@tanstack/react-router';
import type { Stats } from '../../../api/router.ts';
import { LiveNumber } from '../../../components/LiveNumber.tsx';
import { useI18n } from '../../../i18n/I18n.tsx';
import { Figure, Figures } from '../../reports/Figure.tsx';
import classes from './home.module.css';

/** The six numbers that say whether all is well, each the way to its page where there is one. */
export function Glance({ stats }: { stats: Stats }) {
  const { t, format } = useI18n();
  const words = t.admin.stats;
  const { users, whatsapp, blasts, messages, deadLetters } = stats;
  const trouble = (n: number) => (n > 0 ? { tone: 'trouble' as const } : {});
  const share = (value: number | null) =>
    value === null ? undefined : words.successRate(format.percent(value));
  return (
    <Figures label={t.admin.glance}>
      <Figure
        label={<FigureLink to="/admin/users">{words.users}</FigureLink>}
        value={<LiveNumber fw={650} value={users.total} />}
        hint={[
          words.newUsers(format.number(users.newLast7Days)),
          ...(users.deactivated > 0 ? [words.usersInactive(format.number(users.deactivated))] : []),
        ].join(' · ')}
      />
      <Figure
        label={<FigureLink to="/admin/numbers">{words.numbers}</FigureLink>}
        value={<LiveNumber fw={650} value={whatsapp.connected} />}
        hint={words.numbersOf(format.number(whatsapp.total))}
      />
      <Figure
        label={words.running}
        value={<LiveNumber fw={650} value={blasts.running} />}
        hint={[
          words.paused(format.number(blasts.byStatus.PAUSED ?? 0)),
          words.scheduled(format.number(blasts.byStatus.SCHEDULED ?? 0)),
        ].join(' · ')}
      />
      <Figure
        label={words.messagesToday}
        value={<LiveNumber fw={650} value={messages.today.sent} />}
        hint={share(messages.today.successRate)}
      />
      <Figure
        label={words.failed7}
        value={<LiveNumber fw={650} value={messages.last7Days.failed} />}
        hint={words.unknown(format.number(messages.last7Days.unknown))}
        {...trouble(messages.last7Days.failed + messages.last7Days.unknown)}
      />
      <Figure
        label={<FigureLink to="/admin/dead-letters">{words.deadLetters}</FigureLink>}
        value={<LiveNumber fw={650} value={deadLetters} />}
        {...trouble(deadLetters)}
      />
    </Figures>
  );
}

function FigureLink({
  to,
  children,
}: {
  to: '/admin/users' | '/admin/numbers' | '/admin/dead-letters';
  children: string;
}) {
  return (
    <Link to={to} className={classes.figureLink}>
      {children}
    </Link>
  );
}
