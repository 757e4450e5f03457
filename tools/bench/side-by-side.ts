/**
 * Takes two rates in turns, so that what else the machine does meanwhile falls on both.
 * @param subject, baseline do their work once and return how many operations that was
 * @returns medians over the rounds, operations per second
 */
export async function sideBySide({
  subject,
  baseline,
  rounds,
}: {
  subject: () => number | Promise<number>;
  baseline: () => number | Promise<number>;
  rounds: number;
}): Promise<{ value: number; baseline: number }> {
  const rates: { value: number[]; baseline: number[] } = { value: [], baseline: [] };
  // The first turn of each is for the compiler and the caches.
  await subject();
  await baseline();
  for (let round = 0; round < rounds; round += 1) {
    rates.value.push(await rateOf(subject));
    rates.baseline.push(await rateOf(baseline));
  }
  return { value: median(rates.value), baseline: median(rates.baseline) };
}

async function rateOf(work: () => number | Promise<number>): Promise<number> {
  const start = performance.now();
  const operations = await work();
  return (operations * 1000) / (performance.now() - start);
}

function median(figures: number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('a median of nothing');
  return middle;
}
