export const CSV_DELIMITERS = [',', ';', '\t', '|'] as const;
export type CsvDelimiter = (typeof CSV_DELIMITERS)[number];

/** Rows looked at; more tell nothing new. */
const SAMPLE_ROWS = 50;

/**
 * Which character divides the cells: the one that most rows hold equally often, outside quotes. A comma when
 * none divides anything (a file of one column). Excel's own first line `sep=;` decides by itself.
 *
 * @param sample decoded beginning of the file; its last line may be cut
 */
export function detectDelimiter(sample: string): CsvDelimiter {
  const declared = /^\ufeff?sep=([,;\t|])\r?\n/i.exec(sample)?.[1];
  const known = CSV_DELIMITERS.find((delimiter) => delimiter === declared);
  if (known !== undefined) return known;
  const rows = countPerRow(sample);
  let best: { delimiter: CsvDelimiter; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of CSV_DELIMITERS) {
    const score = consistency(rows.map((counts) => counts[CSV_DELIMITERS.indexOf(delimiter)] ?? 0));
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** Share of rows that hold the commonest number of delimiters, when that is not none; more columns break ties. */
function consistency(counts: readonly number[]): number {
  const frequency = new Map<number, number>();
  for (const count of counts) if (count > 0) frequency.set(count, (frequency.get(count) ?? 0) + 1);
  let best = 0;
  for (const [count, rows] of frequency)
    best = Math.max(best, rows / counts.length + Math.min(count, 20) / 1_000);
  return best;
}

/** For each row the number of each delimiter outside quotes. */
function countPerRow(sample: string): number[][] {
  const rows: number[][] = [];
  let counts = CSV_DELIMITERS.map(() => 0);
  let isQuoted = false;
  let isBlank = true;
  for (const character of sample) {
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (character === '\n' || character === '\r')) {
      if (!isBlank) rows.push(counts);
      if (rows.length === SAMPLE_ROWS) return rows;
      counts = CSV_DELIMITERS.map(() => 0);
      isBlank = true;
      continue;
    } else if (!isQuoted) {
      const at = (CSV_DELIMITERS as readonly string[]).indexOf(character);
      if (at >= 0) counts[at] = (counts[at] ?? 0) + 1;
    }
    if (character.trim() !== '' || (CSV_DELIMITERS as readonly string[]).includes(character)) isBlank = false;
  }
  if (!isBlank) rows.push(counts);
  return rows;
}
