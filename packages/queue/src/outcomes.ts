/** How a handler says what became of its job. It throws only what another try might cure. */
export type Outcome =
  /** The work is done, or was already. */
  | { readonly kind: 'done' }
  /** Not yet: come back after `ms`. Spends no attempt. */
  | { readonly kind: 'snooze'; readonly ms: number }
  /** There is nothing (more) to do, and `reason` says why: the row is gone, the blast was canceled. No retry. */
  | { readonly kind: 'cancel'; readonly reason: string }
  /** This process must let go; any other may take the job now. Spends no attempt. */
  | { readonly kind: 'hand-over' };

export const done = (): Outcome => ({ kind: 'done' });

/** @param ms milliseconds until the job is due again */
export const snooze = (ms: number): Outcome => ({ kind: 'snooze', ms });

export const cancel = (reason: string): Outcome => ({ kind: 'cancel', reason });

export const handOver = (): Outcome => ({ kind: 'hand-over' });

/**
 * Why a running job's signal was aborted.
 *
 * - `shutdown`: this process ends; return `handOver()` as fast as possible.
 * - `lock-lost`: the job belongs to another worker by now. Stop at once and write nothing; whatever the handler
 *   returns is ignored.
 * - `canceled`: someone called `consumer.cancel`.
 */
export type StopReason = 'shutdown' | 'lock-lost' | 'canceled';

/** The `signal.reason` of an aborted job. */
export class JobStopped extends Error {
  override readonly name = 'JobStopped';
  readonly stopReason: StopReason;

  constructor(stopReason: StopReason, detail?: string) {
    super(detail ? `${stopReason}: ${detail}` : stopReason);
    this.stopReason = stopReason;
  }
}

/** Why the job behind `signal` must stop, or undefined while it may go on. */
export function stopReasonOf(signal: AbortSignal): StopReason | undefined {
  return signal.aborted && signal.reason instanceof JobStopped ? signal.reason.stopReason : undefined;
}
