import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createImportBench, type ImportBench } from './testing/import-bench.ts';

let bench: ImportBench;
beforeAll(async () => {
  bench = await createImportBench({ clusterUrl: inject('postgresUrl') });
});
afterAll(() => bench.close());

const numberOf = (index: number): string => `0812${String(index).padStart(8, '0')}`;
const rowsOf = (count: number): string =>
  Array.from({ length: count }, (_, index) => `Budi ${index},${numberOf(index)}`).join('\n');

describe('a file that cannot be read', () => {
  const zipOf = (name: string): Buffer =>
    Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), Buffer.alloc(26), Buffer.from(name)]);
  it.each<[string, string | Buffer, string]>([
    ['nothing at all', '', 'empty'],
    ['only line breaks', '\r\n\r\n', 'empty'],
    ['only delimiters', ',,,\n,,,\n', 'empty'],
    ['only a mark', '\ufeff', 'empty'],
    ['a header alone', 'nama,telepon\n', 'header_only'],
    ['no numbers', 'nama,kota\nBudi,Solo\n', 'no_phone_column'],
    ['a workbook named .csv', zipOf('[Content_Types].xml'), 'xlsx_not_supported_yet'],
    ['an archive', zipOf('kontak.csv'), 'compressed'],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'old_excel'],
    ['an image', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'image'],
    ['a photo', Buffer.from('ffd8ffe000104a464946', 'hex'), 'image'],
    ['a PDF', '%PDF-1.7\n%âãÏÓ', 'pdf'],
    ['gzip', gzipSync('phone\n081234567890\n'), 'compressed'],
    ['a web page', '<!DOCTYPE html><table><tr><td>081234567890</td></tr></table>', 'web_page'],
    [
      'bytes at random',
      Buffer.from(Array.from({ length: 4_000 }, (_, index) => (index * 7919) % 251)),
      'not_text',
    ],
  ])('%s: FAILED with its reason and a sentence', async (_name, content, reason) => {
    const userId = await bench.tenant();
    const run = await bench.imported({ userId, content });
    expect(run).toMatchObject({ status: 'FAILED', reason, total: 0, imported: 0 });
    expect(run.message?.length).toBeGreaterThan(20);
    expect(run.finishedAt).not.toBeNull();
    expect(await bench.book(userId)).toEqual([]);
  });

  it('ends in mid-quote: the rows before are imported, the row is named', async () => {
    const userId = await bench.tenant();
    const run = await bench.imported({
      userId,
      content: 'nama,hp\nBudi,081234567890\n"Ani,081355556666\nCici,0813',
    });
    expect(run).toMatchObject({ status: 'FAILED', reason: 'unclosed_quote', reasonRow: 3 });
    expect(run).toMatchObject({ total: 2, imported: 1, invalid: 1 });
    expect(run.errors).toMatchObject([{ row: 3, reason: 'unclosed_quote' }]);
    expect(await bench.book(userId)).toHaveLength(1);
  });

  it.each([
    ['30 MB in one cell', `"${'x'.repeat(30_000_000)}"`, 'row_too_large'],
    ['30 million empty columns', ','.repeat(30_000_000), 'row_too_large'],
    [
      'a quote that opens and never closes in a large file',
      `"Ani\n${`${rowsOf(1_000)}\n`.repeat(100)}`,
      'row_too_large',
    ],
    ['2,000 columns', 'x,'.repeat(2_000), 'too_many_columns'],
  ])('%s: stops there, names the row, keeps the rows before', async (_name, row, reason) => {
    const userId = await bench.tenant();
    const run = await bench.imported({
      userId,
      content: `nama,hp\nBudi,081234567890\n${row}\nAni,081355556666\n`,
    });
    expect(run).toMatchObject({ status: 'FAILED', reason, reasonRow: 3, total: 2, imported: 1, invalid: 1 });
  });

  it('gone from the disk: FAILED, not retried for ever', async () => {
    const userId = await bench.tenant();
    const id = await bench.stored({ userId, content: 'phone\n081234567890' });
    await bench.db.prisma.importRun.update({ where: { id }, data: { filePath: 'uploads/elsewhere' } });
    expect(await bench.run(id)).toEqual({ kind: 'done' });
    expect(await bench.imports.get({ userId, id })).toMatchObject({ status: 'FAILED', reason: 'file_gone' });
  });
});
