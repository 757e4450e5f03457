import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { ToneIcon } from '../../components/ToneMark.tsx';
import type { Tone } from '../../theme/tones.ts';
import classes from './reports.module.css';

/** Numbers in a row, each with its name. */
export function Figures({ label, children }: { label: string; children: ReactNode }) {
  return (
    <dl className={classes.figures} aria-label={label}>
      {children}
    </dl>
  );
}

/** One number, what it counts and what stands beside it; the tone only where somebody should look. */
export function Figure({
  label,
  value,
  hint,
  tone,
}: {
  label: ReactNode;
  value: ReactNode;
  hint?: ReactNode;
  tone?: Tone;
}) {
  return (
    <div className={classes.figure}>
      <dt className={classes.figureLabel}>
        {tone !== undefined && <ToneIcon tone={tone} size={13} />}
        {label}
      </dt>
      <dd className={classes.figureValue}>
        {value}
        {hint !== undefined && (
          <Text size="xs" c="dimmed" component="div">
            {hint}
          </Text>
        )}
      </dd>
    </div>
  );
}
