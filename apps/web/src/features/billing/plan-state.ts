import type { Subscription } from '../../api/router.ts';
import type { Tone } from '../../theme/tones.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const LOW_SHARE = 0.9;
const SOON_DAYS = 3;

export interface PlanState {
  /** Messages; never below zero, though a message more may have left than was paid for. */
  left: number;
  /** Used share of the quota, 0 to 1. */
  share: number;
  /** Whole days that are left; 0 on the last one. */
  daysLeft: number;
  tone: Tone;
  /** What somebody should act on, as a key of the words; the worst first. */
  warning: 'quotaGone' | 'quotaLow' | 'endsSoon' | null;
}

/** @param now in milliseconds */
export function planState({
  subscription,
  now,
}: {
  subscription: Pick<Subscription, 'quota' | 'used' | 'endDate'>;
  now: number;
}): PlanState {
  const { quota, used } = subscription;
  const share = quota === 0 ? 1 : Math.min(1, used / quota);
  const daysLeft = Math.max(0, Math.floor((Date.parse(subscription.endDate) - now) / DAY_MS));
  const warning =
    used >= quota ? 'quotaGone' : share >= LOW_SHARE ? 'quotaLow' : daysLeft < SOON_DAYS ? 'endsSoon' : null;
  return {
    left: Math.max(0, quota - used),
    share,
    daysLeft,
    tone: warning === null ? 'done' : 'trouble',
    warning,
  };
}
