/** Ctrl+C in a terminal reaches npm and us, and npm passes it on: the same keystroke, twice. */
const SAME_KEYSTROKE_MS = 1_000;
const PARENT_CHECK_MS = 1_000;

export type Shutdown = {
  /** Aborts on the first SIGINT, SIGTERM or SIGHUP, and when the npm that started us is gone. */
  signal: AbortSignal;
  requested: Promise<void>;
  /** Takes the handlers away again. */
  dispose(): void;
};

/**
 * One signal asks for a clean stop; a second one, later, ends at once after `onHard`.
 * Npm that was killed by SIGKILL, or whose shell did not pass a signal on, counts as a request too.
 */
export function listenForShutdown({ onHard }: { onHard: () => void }): Shutdown {
  const aborter = new AbortController();
  let firstAt = 0;
  const handle = (signal: NodeJS.Signals): void => {
    if (!aborter.signal.aborted) {
      firstAt = Date.now();
      aborter.abort();
      return;
    }
    if (Date.now() - firstAt < SAME_KEYSTROKE_MS) return;
    onHard();
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, handle);

  const parent = process.ppid;
  const watch =
    process.env['npm_lifecycle_event'] === undefined
      ? undefined
      : setInterval(() => {
          if (process.ppid !== parent) aborter.abort();
        }, PARENT_CHECK_MS);
  watch?.unref();

  const requested = new Promise<void>((resolve) => aborter.signal.addEventListener('abort', () => resolve()));
  return {
    signal: aborter.signal,
    requested,
    dispose: () => {
      for (const signal of signals) process.off(signal, handle);
      clearInterval(watch);
    },
  };
}
