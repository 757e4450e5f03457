/** Counts as the server tells them: `delivered` and `read` are among `sent`, `read` is among `delivered`. */
export interface Counts {
  sent: number;
  delivered: number;
  read: number;
  failed: number;
  unknown: number;
}

/** The same messages, each in one pile only: what stacked bars need. */
export interface Outcome {
  read: number;
  delivered: number;
  sent: number;
  failed: number;
  unknown: number;
}

export function outcomeOf({ sent, delivered, read, failed, unknown }: Counts): Outcome {
  return { read, delivered: delivered - read, sent: sent - delivered, failed, unknown };
}

/** All that were tried, whatever became of them. */
export const triedOf = ({ sent, failed, unknown }: Counts): number => sent + failed + unknown;
