import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { useI18n } from '../../i18n/I18n.tsx';
import { outcomeOf, type Counts } from './outcome.ts';

/** One colour per meaning: done in three strengths, trouble in two. */
const COLOURS = {
  read: 'var(--siar-done)',
  delivered: 'color-mix(in srgb, var(--siar-done) 60%, var(--siar-pane))',
  sent: 'color-mix(in srgb, var(--siar-done) 28%, var(--siar-pane))',
  failed: 'var(--siar-trouble)',
  unknown: 'color-mix(in srgb, var(--siar-trouble) 45%, var(--siar-pane))',
} as const;

/** Only through MessagesChart, which fetches this file when a chart is shown. */
export function StackedBars({
  height,
  items,
}: {
  height: number;
  items: readonly (Counts & { label: string })[];
}) {
  const { t, format } = useI18n();
  const data = items.map((item) => ({ label: item.label, ...outcomeOf(item) }));
  return (
    <BarChart
      h={height}
      data={data}
      dataKey="label"
      type="stacked"
      withLegend
      legendProps={{ position: 'bottom', itemSorter: null }}
      maxBarWidth={48}
      gridAxis="x"
      gridColor="var(--siar-line)"
      barChartProps={{ margin: { top: 10, right: 4 } }}
      tickLine="none"
      strokeDasharray="0"
      valueFormatter={(value) => format.number(value)}
      xAxisProps={{ minTickGap: 16, interval: 'preserveStartEnd' }}
      yAxisProps={{ width: 48, allowDecimals: false }}
      barProps={{ isAnimationActive: false }}
      series={[
        { name: 'read', label: t.reports.seriesRead, color: COLOURS.read },
        { name: 'delivered', label: t.reports.seriesDelivered, color: COLOURS.delivered },
        { name: 'sent', label: t.reports.seriesSent, color: COLOURS.sent },
        { name: 'unknown', label: t.reports.unknown, color: COLOURS.unknown },
        { name: 'failed', label: t.reports.failed, color: COLOURS.failed },
      ]}
    />
  );
}
