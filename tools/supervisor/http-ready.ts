/**
 * Asks until the answer is 200.
 * @throws Error after `timeoutMs`, or when `signal` aborts
 */
export async function untilHttpReady({
  url,
  signal,
  timeoutMs = 60_000,
}: {
  url: string;
  signal: AbortSignal;
  timeoutMs?: number;
}): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!signal.aborted && Date.now() < deadline) {
    const answer = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]) }).catch(
      () => undefined,
    );
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(signal.aborted ? 'it ended' : `${url} was not ready within ${timeoutMs / 1000} s`);
}
