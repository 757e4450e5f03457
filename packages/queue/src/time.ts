/** Resolves after `ms`, or at once when `signal` aborts. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal?.addEventListener('abort', finish);
  });
}

/** Whether `promise` settled within `ms`. Never rejects. */
export async function settlesWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController();
  const settled = promise.then(
    () => true,
    () => true,
  );
  const result = await Promise.race([settled, pause(ms, timer.signal).then(() => false)]);
  timer.abort();
  return result;
}

/** The value of `promise`, or a throw of `late()` when it takes longer than `ms`. */
export async function within<Value>(promise: Promise<Value>, ms: number, late: () => Error): Promise<Value> {
  if (!(await settlesWithin(promise, ms))) {
    promise.catch(() => undefined); // its end no longer interests anyone
    throw late();
  }
  return promise;
}

/** Exponential backoff with jitter: between half and all of `firstMs * 2^(failures-1)`, at most `maxMs`. */
export function backoffMs(
  { firstMs, maxMs }: { firstMs: number; maxMs: number },
  failures: number,
  random: () => number,
): number {
  const full = Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(full * (1 - random() / 2));
}
