/** `passing`: trying the same again may succeed. `lasting`: this statement with these values never will. */
export type FailureCause = 'passing' | 'lasting';

/** SQLSTATE classes that speak of the values or the statement, not of the moment: 22 data, 23 constraint, 42 syntax. */
const LASTING = /^(22|23|42)/;

/** Anything unknown is taken for passing: a message must not get lost for want of a code. */
export function causeOf(error: unknown): FailureCause {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return LASTING.test(code) ? 'lasting' : 'passing';
}
