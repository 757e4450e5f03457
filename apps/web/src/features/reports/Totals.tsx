import type { Summary } from '../../api/router.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Figure, Figures } from './Figure.tsx';

/** The sums of a range, the ones people ask for first. */
export function Totals({ totals }: { totals: Summary['totals'] }) {
  const { t, format } = useI18n();
  const ofSent = (part: number) =>
    totals.sent === 0 ? undefined : t.reports.ofSent(format.percent(part / totals.sent));
  return (
    <Figures label={t.reports.totals}>
      <Figure label={t.reports.sent} value={format.number(totals.sent)} />
      <Figure
        label={t.reports.delivered}
        value={format.number(totals.delivered)}
        hint={ofSent(totals.delivered)}
      />
      <Figure label={t.reports.read} value={format.number(totals.read)} hint={ofSent(totals.read)} />
      <Figure
        label={t.reports.failed}
        value={format.number(totals.failed)}
        {...(totals.failed > 0 ? { tone: 'trouble' as const } : {})}
      />
      <Figure
        label={t.reports.unknown}
        value={format.number(totals.unknown)}
        {...(totals.unknown > 0 ? { tone: 'trouble' as const } : {})}
      />
      <Figure
        label={t.reports.successRate}
        value={totals.successRate === null ? '–' : format.percent(totals.successRate)}
      />
    </Figures>
  );
}
