import type { Tone } from '../../theme/tones.ts';
import type { Payment } from './Payments.tsx';

const TONES: Readonly<Record<Payment['status'], Tone>> = {
  PENDING: 'waiting',
  SUCCESS: 'done',
  FAILED: 'trouble',
  EXPIRED: 'stopped',
  REFUNDED: 'stopped',
  IN_REVIEW: 'waiting',
};

export const paymentTone = (status: Payment['status']): Tone => TONES[status];
