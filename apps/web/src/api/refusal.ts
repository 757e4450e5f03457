import { siarErrorOf } from '@siar/client';
import type { ErrorCode } from '@siar/shared';

/** What the server said no with. `code` is null when it did not answer at all. */
export interface Refusal {
  code: ErrorCode | null;
  details: Readonly<Record<string, unknown>>;
}

export const refusalOf = (error: unknown): Refusal => siarErrorOf(error) ?? { code: null, details: {} };
