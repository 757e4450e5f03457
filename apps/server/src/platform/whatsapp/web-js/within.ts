import type { CallLimits } from '../engine.ts';

/** The value, or `late` after the deadline or the signal. A later rejection of the work is nobody's business then. */
export function within<Value, Late>(
  work: Promise<Value>,
  late: Late,
  { deadlineMs, signal }: CallLimits,
): Promise<Value | Late> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      settle();
    };
    const giveUp = (): void => finish(() => resolve(late));
    const timer = deadlineMs === undefined ? undefined : setTimeout(giveUp, deadlineMs);
    if (signal?.aborted) giveUp();
    else signal?.addEventListener('abort', giveUp);
    work.then(
      (value) => finish(() => resolve(value)),
      (error: unknown) => finish(() => reject(error instanceof Error ? error : new Error(String(error)))),
    );
  });
}
