import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { Counts } from './outcome.ts';

const StackedBars = lazy(() =>
  import('./StackedBars.tsx').then((module) => ({ default: module.StackedBars })),
);

/** What became of the messages of each period, as stacked bars. The charting code is fetched when one is shown. */
export function MessagesChart({
  label,
  height = 260,
  items,
}: {
  /** What the picture says, for those who do not see it. */
  label: string;
  height?: number;
  items: readonly (Counts & { label: string })[];
}) {
  return (
    <div role="img" aria-label={label} style={{ height }}>
      <Suspense fallback={<Skeleton height={height} />}>
        <StackedBars height={height} items={items} />
      </Suspense>
    </div>
  );
}
