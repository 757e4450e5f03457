/** One line of progress, marked as ours. */
export function say(line: string): void {
  process.stdout.write(`siar: ${line}\n`);
}

export function seconds(sinceMs: number): string {
  return `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;
}
