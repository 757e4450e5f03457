import type { RefusalReason } from './phonebook.ts';

/** What goes wrong between an engine and WhatsApp. Rates are 0 to 1; times are milliseconds. */
export interface Faults {
  /** Wait before WhatsApp looks at a message. */
  latencyMs: number;
  latencyJitterMs: number;
  /** Refused by the server: ack -1, no ledger row. */
  failRate: number;
  failWith: RefusalReason;
  /** Reaches the ledger, but no answer and no receipt come back until the device connects anew. */
  loseAnswerRate: number;
  /** Lost on the way there: no ledger row, no answer. */
  loseMessageRate: number;
  /** The connection breaks when the message arrives (the message itself is treated as usual, its answer is lost). */
  dropRate: number;
  /** Each receipt is told twice. */
  doubleAcks: boolean;
  /** New connections are refused and open ones are cut. */
  offline: boolean;
  /** Only messages of this sender suffer. */
  number?: string | undefined;
  /** Only the next so many messages suffer; then all rates are 0 again. */
  times?: number | undefined;
}

export const NO_FAULTS: Faults = {
  latencyMs: 0,
  latencyJitterMs: 0,
  failRate: 0,
  failWith: 'refused',
  loseAnswerRate: 0,
  loseMessageRate: 0,
  dropRate: 0,
  doubleAcks: false,
  offline: false,
};

const NO_RATES = { failRate: 0, loseAnswerRate: 0, loseMessageRate: 0, dropRate: 0 };

export type MessageFate = 'pass' | 'fail' | 'lose-answer' | 'lose-message' | 'drop';

/** Decides what happens to one message; counts `times` down. */
export function drawFate(faults: Faults, number: string, random: () => number): MessageFate {
  if (faults.number !== undefined && faults.number !== number) return 'pass';
  const fate = pick(faults, random());
  if (fate !== 'pass' && faults.times !== undefined) {
    faults.times--;
    if (faults.times <= 0) Object.assign(faults, NO_RATES, { times: undefined });
  }
  return fate;
}

function pick(faults: Faults, roll: number): MessageFate {
  const steps: [MessageFate, number][] = [
    ['lose-message', faults.loseMessageRate],
    ['fail', faults.failRate],
    ['lose-answer', faults.loseAnswerRate],
    ['drop', faults.dropRate],
  ];
  let edge = 0;
  for (const [fate, rate] of steps) {
    edge += rate;
    if (roll < edge) return fate;
  }
  return 'pass';
}
