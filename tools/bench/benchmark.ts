/**
 * One figure beside the baseline that it must be judged against, both taken in the same run:
 * this machine's speed of today says nothing alone.
 */
export type Benchmark = {
  /** `subject.what`, also the argument of --only. */
  name: string;
  unit: string;
  /** What the baseline is, for the reader. */
  against: string;
  /** The ratio of value to baseline to reach; undefined where the figure is only watched. */
  goal: number | undefined;
  /** Both in `unit`, more is better. `quick` asks for a rough figure within a second or two. */
  measure: (options: { quick: boolean }) => Promise<{ value: number; baseline: number }>;
};

export type BenchmarkResult = {
  name: string;
  value: number;
  unit: string;
  baseline: number;
  ratio: number;
  goal: number | null;
};

export async function runBenchmark(
  benchmark: Benchmark,
  options: { quick: boolean },
): Promise<BenchmarkResult> {
  const { value, baseline } = await benchmark.measure(options);
  return {
    name: benchmark.name,
    value: significant(value),
    unit: benchmark.unit,
    baseline: significant(baseline),
    ratio: significant(value / baseline),
    goal: benchmark.goal ?? null,
  };
}

/** Three digits: the noise between two runs is in the second. */
function significant(figure: number): number {
  return Number(figure.toPrecision(3));
}
