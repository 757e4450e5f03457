const HINT_AFTER_MS = 10_000;

/**
 * Asks until the answer is 200, for as long as it takes: a database that is away comes back.
 * @param onWait hears every ten seconds what the process answers instead
 * @throws Error when `signal` aborts
 */
export async function untilHttpReady({
  url,
  signal,
  onWait,
}: {
  url: string;
  signal: AbortSignal;
  onWait: (answer: string) => void;
}): Promise<void> {
  let hintAt = Date.now() + HINT_AFTER_MS;
  for (;;) {
    signal.throwIfAborted();
    const answer = await ask(url, signal);
    if (answer === 'ready') return;
    if (Date.now() > hintAt) {
      onWait(answer);
      hintAt = Date.now() + HINT_AFTER_MS;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function ask(url: string, signal: AbortSignal): Promise<string> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]) });
    const body = await answer.text();
    return answer.ok ? 'ready' : body.slice(0, 300);
  } catch {
    return 'no answer';
  }
}
