import { ERROR_CODES, type ErrorCode } from '@siar/shared';

/** A refusal of the server, as a program acts on it. */
export interface SiarError {
  code: ErrorCode;
  /** What happened and what to do, in the caller's language. */
  message: string;
  details: Readonly<Record<string, unknown>>;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && (ERROR_CODES as readonly string[]).includes(value);

/**
 * What the server said no with; null when it was not the server who said it (network down, a proxy's page), and the
 * call may be tried again. A code that this release does not know counts as `internal`.
 */
export function siarErrorOf(error: unknown): SiarError | null {
  if (!(error instanceof Error) || !('data' in error) || !isRecord(error.data)) return null;
  const { siar } = error.data;
  if (!isRecord(siar) || typeof siar['code'] !== 'string') return null;
  return {
    code: isErrorCode(siar['code']) ? siar['code'] : 'internal',
    message: error.message,
    details: isRecord(siar['details']) ? siar['details'] : {},
  };
}
