import type { BlastStatus } from '@siar/shared';

/** As the filter offers them: what moves first. */
export const blastStatusList: readonly BlastStatus[] = [
  'RUNNING',
  'PAUSED',
  'SCHEDULED',
  'DRAFT',
  'COMPLETED',
  'CANCELED',
  'FAILED',
];
