import { createReadStream } from 'node:fs';
import { z } from 'zod';
import { CSV_DELIMITERS, detectDelimiter, type FileProblem, storableText } from '@siar/shared';
import { KIND_SAMPLE_BYTES, looksLikeUtf16, problemOfKind } from './file-kind.ts';

export const csvEncoding = z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']);
export type CsvEncoding = z.infer<typeof csvEncoding>;

/** What a look through the whole file found; kept with the run, so that a resumed one reads it the same way. */
export const fileFacts = z.object({
  encoding: csvEncoding,
  delimiter: z.enum(CSV_DELIMITERS),
  /** Line breaks in the file: rows, but for quoted ones. For the progress bar only. */
  lines: z.int(),
});
export type FileFacts = z.infer<typeof fileFacts>;

/** Enough to see the habits of a file. */
const SAMPLE_BYTES = 256 * 1024;

/**
 * Reads the file once from end to end: is it text, in which encoding, how divided, how long? UTF-8 is believed
 * only when every byte of the file is valid; what is not becomes Windows-1252, in which Excel saves by default.
 */
export async function inspectFile(path: string): Promise<FileFacts | { problem: FileProblem }> {
  const checker = new TextDecoder('utf-8', { fatal: true });
  let isUtf8 = true;
  let lineFeeds = 0;
  let carriageReturns = 0;
  const head: Buffer[] = [];
  let headBytes = 0;
  for await (const chunk of createReadStream(path, {
    highWaterMark: SAMPLE_BYTES,
  }) as AsyncIterable<Buffer>) {
    if (headBytes < SAMPLE_BYTES) {
      head.push(chunk);
      headBytes += chunk.length;
    }
    lineFeeds += countByte(chunk, 10);
    if (lineFeeds === 0) carriageReturns += countByte(chunk, 13);
    isUtf8 &&= isValid(checker, chunk);
  }
  const sample = Buffer.concat(head).subarray(0, SAMPLE_BYTES);
  const problem = problemOfKind(sample.subarray(0, KIND_SAMPLE_BYTES));
  if (problem !== null) return { problem };
  const encoding = encodingOf(sample, isUtf8);
  const text = new TextDecoder(encoding).decode(sample);
  if (storableText(text).replace(/[\s\ufeff,;|"]/g, '') === '') return { problem: 'empty' };
  return { encoding, delimiter: detectDelimiter(text), lines: lineFeeds === 0 ? carriageReturns : lineFeeds };
}

function encodingOf(sample: Buffer, isUtf8: boolean): CsvEncoding {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le';
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be';
  if (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf) return 'utf-8';
  return looksLikeUtf16(sample.subarray(0, KIND_SAMPLE_BYTES)) ?? (isUtf8 ? 'utf-8' : 'windows-1252');
}

/** A file cut within its last character still counts as UTF-8: the end is not checked. */
function isValid(checker: InstanceType<typeof TextDecoder>, chunk: Buffer): boolean {
  try {
    checker.decode(chunk, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function countByte(chunk: Buffer, byte: number): number {
  let count = 0;
  for (let at = chunk.indexOf(byte); at >= 0; at = chunk.indexOf(byte, at + 1)) count += 1;
  return count;
}
