import type { FileProblem } from '@siar/shared';

/** Bytes of a file's beginning that are enough to tell what it is. */
export const KIND_SAMPLE_BYTES = 8_192;

type Signature = readonly [problem: FileProblem, offset: number, bytes: readonly number[] | string];

/** First bytes that say what a file is, whatever its name claims. */
const SIGNATURES: readonly Signature[] = [
  ['old_excel', 0, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  ['image', 0, [0x89, 0x50, 0x4e, 0x47]],
  ['image', 0, [0xff, 0xd8, 0xff]],
  ['image', 0, 'GIF8'],
  ['image', 8, 'WEBP'],
  ['image', 4, 'ftyphei'],
  ['image', 0, [0x49, 0x49, 0x2a, 0x00]],
  ['pdf', 0, '%PDF'],
  ['compressed', 0, [0x1f, 0x8b]],
  ['compressed', 0, [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['compressed', 0, 'Rar!'],
  ['compressed', 0, 'BZh'],
  ['compressed', 0, [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['compressed', 0, [0x28, 0xb5, 0x2f, 0xfd]],
  ['not_text', 0, [0x7f, 0x45, 0x4c, 0x46]],
  ['not_text', 0, 'SQLite format'],
];

/** More control characters than this share of the bytes: no text that people write. */
const MOST_CONTROL_CHARACTERS = 0.02;

/** What keeps a file from being read as CSV, told by its first bytes; null when nothing does. */
export function problemOfKind(head: Buffer): FileProblem | null {
  if (head.length === 0) return 'empty';
  if (startsWith(head, 0, 'PK\x03\x04') || startsWith(head, 0, 'PK\x05\x06')) {
    const names = head.toString('latin1');
    return names.includes('[Content_Types].xml') || names.includes('xl/')
      ? 'xlsx_not_supported_yet'
      : 'compressed';
  }
  const known = SIGNATURES.find(([, offset, bytes]) => startsWith(head, offset, bytes));
  if (known !== undefined) return known[0];
  if (hasUtf16Mark(head) || looksLikeUtf16(head) !== null) return null;
  const text = head.toString('latin1').replace(/^ï»¿/, '').trimStart().slice(0, 200).toLowerCase();
  if (/^<(?:!doctype html|html|table|head|body|\?xml)/.test(text)) return 'web_page';
  return controlShare(head) > MOST_CONTROL_CHARACTERS ? 'not_text' : null;
}

function startsWith(head: Buffer, offset: number, bytes: readonly number[] | string): boolean {
  const wanted = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : Buffer.from(bytes);
  return head.subarray(offset, offset + wanted.length).equals(wanted);
}

function hasUtf16Mark(head: Buffer): boolean {
  return startsWith(head, 0, [0xff, 0xfe]) || startsWith(head, 0, [0xfe, 0xff]);
}

/** Text in UTF-16 without a mark: every other byte of what people write in Latin letters is zero. */
export function looksLikeUtf16(head: Buffer): 'utf-16le' | 'utf-16be' | null {
  const pairs = Math.floor(head.length / 2);
  if (pairs < 2) return null;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let index = 0; index + 1 < head.length; index += 2) {
    if (head[index] === 0) evenZeros += 1;
    if (head[index + 1] === 0) oddZeros += 1;
  }
  if (oddZeros > pairs * 0.6 && evenZeros < pairs * 0.1) return 'utf-16le';
  if (evenZeros > pairs * 0.6 && oddZeros < pairs * 0.1) return 'utf-16be';
  return null;
}

/** NUL is left out: some exporters leave them in otherwise good text, and they are taken out when it is read. */
function controlShare(head: Buffer): number {
  let controls = 0;
  for (const byte of head)
    if (byte < 32 && byte !== 0 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 26) controls += 1;
  const zeros = head.filter((byte) => byte === 0).length;
  return zeros > head.length / 4 ? 1 : controls / head.length;
}
