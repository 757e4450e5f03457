import { useDensity } from '../app/preferences.ts';

/** Heights in px of a row with two lines and of one with a single line, as the density says. */
export function useRowHeights(): { row: number; thin: number } {
  const [density] = useDensity();
  return density === 'compact' ? { row: 48, thin: 34 } : { row: 60, thin: 42 };
}
