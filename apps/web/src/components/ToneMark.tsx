import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconClockFilled,
  IconPlayerPlayFilled,
  IconPlayerStopFilled,
  type Icon,
} from '@tabler/icons-react';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import type { Tone } from '../theme/tones.ts';
import classes from './ToneMark.module.css';

/** The shape that stands beside each colour. */
const SHAPES: Readonly<Record<Tone, Icon>> = {
  running: IconPlayerPlayFilled,
  waiting: IconClockFilled,
  done: IconCircleCheckFilled,
  trouble: IconAlertTriangleFilled,
  stopped: IconPlayerStopFilled,
};

/** Just the shape, for where the words stand beside it anyway. */
export function ToneIcon({ tone, size = 14 }: { tone: Tone; size?: number }) {
  const Shape = SHAPES[tone];
  return <Shape size={size} className={clsx(classes.icon, classes[tone])} aria-hidden />;
}

/** A state in colour, shape and words. */
export function ToneBadge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={clsx(classes.badge, classes[tone])}>
      <ToneIcon tone={tone} size={12} />
      {children}
    </span>
  );
}
