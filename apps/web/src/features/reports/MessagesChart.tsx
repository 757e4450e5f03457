import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useViewport } from '../../app/preferences.ts';
import type { Counts } from './outcome.ts';

const StackedBars = lazy(() =>
  import('./StackedBars.tsx').then((module) => ({ default: module.StackedBars })),
);

/** What became of the messages of each period, as stacked bars. The charting code is fetched when one is shown. */
export function MessagesChart({
  label,
  height: wanted,
  items,
}: {
  /** What the picture says, for those who do not see it. */
  label: string;
  /** In px; by default as much as the chart and its legend need. */
  height?: number;
  items: readonly (Counts & { label: string })[];
}) {
  // A narrow chart needs more lines for its legend.
  const fitting = useViewport() === 'phone' ? 320 : 260;
  const height = wanted ?? fitting;
  return (
    <div role="img" aria-label={label} style={{ height }}>
      <Suspense fallback={<Skeleton height={height} />}>
        <StackedBars height={height} items={items} />
      </Suspense>
    </div>
  );
}
