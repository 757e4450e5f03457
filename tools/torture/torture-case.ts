import type { DemoStack } from '../runtime/demo-stack.ts';

/** What a case did and what came of it; the runner adds them up for the last line. */
export type TortureOutcome = {
  kills: number;
  messages: number;
  lost: number;
  duplicated: number;
  unknown: number;
};

export type TortureCase = {
  name: string;
  run: (context: {
    siar: DemoStack;
    /** How many faults to inject. */
    kills: number;
    /** Uniform in [0, 1), the same sequence for the same seed. */
    random: () => number;
    say: (line: string) => void;
  }) => Promise<TortureOutcome>;
};

/** mulberry32: a small generator, good enough to place faults, and repeatable. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
