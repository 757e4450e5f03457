import { useProgress } from '../features/blasts/useProgress.ts';

/** Follows one running blast for the status bar and every list that shows it. Draws nothing. */
export function ProgressFeed({ blastId }: { blastId: string }) {
  useProgress(blastId);
  return null;
}
