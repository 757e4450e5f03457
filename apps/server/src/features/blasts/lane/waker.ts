/** A sleep that can be cut short. One sleeper. */
export interface Waker {
  /** Resolves after `ms` (null: never by itself) or at the next `wake`; at once when one came since the last wait. */
  wait(ms: number | null): Promise<void>;
  wake(): void;
}

/** A timer of Node beyond this fires at once. */
const LONGEST_MS = 2 ** 31 - 1;

export function createWaker(): Waker {
  let isAwake = false;
  let resume: (() => void) | null = null;
  return {
    wait(ms) {
      if (isAwake || (ms !== null && ms <= 0)) {
        isAwake = false;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const timer = ms === null ? undefined : setTimeout(() => resume?.(), Math.min(ms, LONGEST_MS));
        resume = () => {
          clearTimeout(timer);
          resume = null;
          isAwake = false;
          resolve();
        };
      });
    },
    wake() {
      if (resume !== null) resume();
      else isAwake = true;
    },
  };
}
