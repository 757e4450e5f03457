import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../api/router.ts';
import type { Tone } from '../../theme/tones.ts';

export type Payment = inferRouterOutputs<AppRouter>['billing']['payments']['items'][number];

const TONES: Readonly<Record<Payment['status'], Tone>> = {
  PENDING: 'waiting',
  SUCCESS: 'done',
  FAILED: 'trouble',
  EXPIRED: 'stopped',
  REFUNDED: 'stopped',
  IN_REVIEW: 'waiting',
};

export const paymentTone = (status: Payment['status']): Tone => TONES[status];
