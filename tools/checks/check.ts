/** One thing that must hold of the sources. `run` gives nothing when it does, and the complaint when not. */
export type Check = { name: string; run: () => Promise<string | undefined> };

export type CheckResult = { name: string; complaint: string | undefined };

/**
 * Runs the checks, at most `parallel` at a time, in the order given.
 * @param onResult called as each ends
 */
export async function runChecks({
  checks,
  parallel,
  onResult,
}: {
  checks: readonly Check[];
  parallel: number;
  onResult: (result: CheckResult & { tookMs: number }) => void;
}): Promise<CheckResult[]> {
  const waiting = [...checks];
  const results: CheckResult[] = [];
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const start = Date.now();
      const complaint = await check.run();
      results.push({ name: check.name, complaint });
      onResult({ name: check.name, complaint, tookMs: Date.now() - start });
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return results;
}
