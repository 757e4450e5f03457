/** Waits between tries: doubling from `minMs` to `maxMs`, each shortened by up to half so that many engines spread. */
export function createBackoff({
  minMs,
  maxMs,
  random = Math.random,
}: {
  minMs: number;
  maxMs: number;
  random?: () => number;
}): { next(): number; reset(): void } {
  let tries = 0;
  return {
    next() {
      const full = Math.min(maxMs, minMs * 2 ** tries);
      tries = Math.min(tries + 1, 30);
      return full * (0.5 + random() / 2);
    },
    reset() {
      tries = 0;
    },
  };
}
