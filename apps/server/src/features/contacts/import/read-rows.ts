import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import type { FileProblem } from '@siar/shared';
import { Parser } from 'csv-parse';
import type { FileFacts } from './inspect-file.ts';

export interface Row {
  /** 1-based, as a spreadsheet counts: the header and blank rows are rows, a cell over three lines is one. */
  row: number;
  cells: string[];
}

/** Where reading had to end before the file did. */
export interface ReadFault {
  row: number;
  problem: FileProblem;
}

/** No honest row is longer; a quote that never closes would otherwise swallow the file into memory. */
const LONGEST_ROW_BYTES = 1024 * 1024;
const MOST_COLUMNS = 1_000;
const CHUNK_BYTES = 64 * 1024;

/**
 * The rows of a CSV file, one after the other, in constant memory. Ragged rows are passed on as they are, quotes
 * inside a bare cell are text. When the file cannot be read to its end, the last thing yielded is the fault.
 */
export async function* readRows(
  path: string,
  facts: FileFacts,
  options: { signal?: AbortSignal } = {},
): AsyncGenerator<Row | ReadFault> {
  /** The file ends inside quotes: csv-parse tells it by a skipped record. */
  const ending = { isQuoted: false };
  const parser = new Parser({
    delimiter: facts.delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_records_with_error: true,
    on_skip: () => {
      ending.isQuoted = true;
      return undefined;
    },
  });
  const source = boundRows(decode(path, facts), parser);
  // The fault reaches the consumer through the parser, which pipeline destroys.
  pipeline(Readable.from(source.chunks, { objectMode: false }), parser, () => undefined);
  let row = 0;
  for await (const cells of parser as AsyncIterable<string[]>) {
    options.signal?.throwIfAborted();
    if (source.overlongAfter !== null && row >= source.overlongAfter) break;
    row += 1;
    if (cells.length > MOST_COLUMNS) {
      yield { row, problem: 'too_many_columns' };
      return;
    }
    yield { row, cells };
  }
  if (source.overlongAfter !== null) yield { row: row + 1, problem: 'row_too_large' };
  else if (ending.isQuoted) yield { row: row + 1, problem: 'unclosed_quote' };
}

/**
 * Stops feeding when a row grows beyond reason. Measured on the bytes between two finished rows rather than with
 * csv-parse's `max_record_size`, which does not count empty cells: 100 MB of commas would become 100 million strings.
 */
function boundRows(bytes: AsyncIterable<Buffer>, parser: Parser) {
  const source = {
    /** How many rows were complete when an overlong one was met. */
    overlongAfter: null as number | null,
    chunks: feed(),
  };
  async function* feed(): AsyncGenerator<Buffer> {
    let records = 0;
    let fedSince = 0;
    for await (const chunk of bytes) {
      if (parser.info.records > records) {
        records = parser.info.records;
        fedSince = 0;
      }
      if (fedSince > LONGEST_ROW_BYTES) {
        source.overlongAfter = records;
        return;
      }
      fedSince += chunk.length;
      yield chunk;
    }
  }
  return source;
}

/** As UTF-8, whatever the file was written in. NUL bytes go, as PostgreSQL keeps none. */
async function* decode(path: string, facts: FileFacts): AsyncGenerator<Buffer> {
  const stream = createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>;
  if (facts.encoding === 'utf-8') {
    for await (const chunk of stream)
      yield chunk.includes(0) ? Buffer.from(chunk.filter((byte) => byte !== 0)) : chunk;
    return;
  }
  const decoder = new TextDecoder(facts.encoding);
  for await (const chunk of stream) yield toUtf8(decoder.decode(chunk, { stream: true }));
  const rest = toUtf8(decoder.decode());
  if (rest.length > 0) yield rest;
}

function toUtf8(text: string): Buffer {
  return Buffer.from(text.replaceAll('\u0000', ''));
}
