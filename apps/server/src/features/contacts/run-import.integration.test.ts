import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createImportBench, type ImportBench, shutdownSignal } from './testing/import-bench.ts';

let bench: ImportBench;
beforeAll(async () => {
  bench = await createImportBench({ clusterUrl: inject('postgresUrl') });
});
afterAll(() => bench.close());

const numberOf = (index: number): string => `0812${String(index).padStart(8, '0')}`;
const e164Of = (index: number): string => `+62812${String(index).padStart(8, '0')}`;
const rowsOf = (count: number): string =>
  Array.from({ length: count }, (_, index) => `Budi ${index},${numberOf(index)}`).join('\n');

describe('a file of contacts', () => {
  it('comes into the book with names and extra columns, in its order, and onto its list', async () => {
    const userId = await bench.tenant();
    const list = await bench.db.prisma.contactList.create({ data: { userId, name: 'Pelanggan' } });
    const content = 'Nama,No HP,Kota\nBudi,0812-3456-7890,Solo\n"Ani, S.Kom",+62 813 5555 6666,\n';
    const run = await bench.imported({ userId, content, listId: list.id });
    expect(run).toMatchObject({
      status: 'COMPLETED',
      total: 2,
      imported: 2,
      duplicates: 0,
      invalid: 0,
      progress: 1,
    });
    expect(run).toMatchObject({ errors: [], reason: null });
    expect(await bench.book(userId)).toEqual([
      { phoneNumber: '+6281234567890', name: 'Budi', fields: { kota: 'Solo' } },
      { phoneNumber: '+6281355556666', name: 'Ani, S.Kom', fields: {} },
    ]);
    expect(await bench.db.prisma.contactListMember.count({ where: { listId: list.id, userId } })).toBe(2);
  });

  it('accounts for every row: new, repeated, known, refused; blank rows do not count', async () => {
    const userId = await bench.tenant();
    await bench.db.prisma.contact.create({ data: { userId, phoneNumber: e164Of(1), name: 'Lama' } });
    await bench.db.prisma.suppressedNumber.create({
      data: { userId, phoneNumber: e164Of(2), reason: 'OPTED_OUT' },
    });
    const content = [
      'nama,nomor',
      `Baru,${numberOf(1)}`, // known: gets the new name
      `Dua,${numberOf(2)}`, // suppressed
      '',
      `Dua lagi,62${numberOf(2).slice(1)}`, // repeated
      'Excel,6.28E+11',
      'Rumah,021-5551234',
      ',',
      'Kurang',
      `Tiga,"${numberOf(3)}"`,
    ].join('\n');
    const run = await bench.imported({ userId, content });
    expect(run).toMatchObject({
      total: 7,
      imported: 2,
      duplicates: 2,
      invalid: 3,
      updated: 1,
      suppressed: 1,
    });
    expect(run.errors.map(({ row, value, reason }) => ({ row, value, reason }))).toEqual([
      { row: 6, value: '6.28E+11', reason: 'excel_scientific' },
      { row: 7, value: '021-5551234', reason: 'landline' },
      { row: 9, value: '', reason: 'empty' },
    ]);
    expect(run.errors[0]?.message).toContain('Excel mengubah');
    expect((await bench.book(userId)).map((contact) => contact.name)).toEqual(['Baru', 'Dua lagi', 'Tiga']);
  });

  it('says what is wrong in the tenant’s language', async () => {
    const userId = await bench.tenant({ locale: 'en' });
    const run = await bench.imported({ userId, content: 'phone\n021-5551234\n' });
    expect(run.errors[0]?.message).toBe('This is a landline. Use a mobile number.');
  });

  it('touches no other tenant, whatever list the run names', async () => {
    const [userId, other] = [await bench.tenant(), await bench.tenant()];
    const foreign = await bench.db.prisma.contactList.create({ data: { userId: other, name: 'Milik lain' } });
    const run = await bench.imported({ userId, content: 'phone\n081234567890\n', listId: foreign.id });
    expect(run.imported).toBe(1);
    expect(await bench.book(other)).toEqual([]);
    expect(await bench.db.prisma.contactListMember.count({ where: { listId: foreign.id } })).toBe(0);
  });

  it('is deleted from the disk once it is read', async () => {
    expect(await bench.files()).toEqual([]);
  });
});

describe('whatever program wrote the file', () => {
  const table = 'nama;telepon;kota\r\nRené;081234567890;Café\r\nAni;081355556666;x\r\n';
  const utf16be = Buffer.from(`\ufeff${table}`, 'utf16le').swap16();
  it.each<[string, string | Buffer]>([
    ['UTF-8', table],
    ['UTF-8 with a mark', `\ufeff${table}`],
    ['UTF-16 LE with a mark', Buffer.from(`\ufeff${table}`, 'utf16le')],
    ['UTF-16 BE with a mark', utf16be],
    ['UTF-16 LE without a mark', Buffer.from(table, 'utf16le')],
    ['UTF-16 BE without a mark', utf16be.subarray(2)],
    ['Windows-1252', Buffer.from(table, 'latin1')],
    [
      'Windows-1252 whose first odd letter comes late',
      Buffer.concat([
        Buffer.from(`nama;telepon;kota\r\n${'Ani;081355556666;x\r\n'.repeat(20_000)}`),
        Buffer.from('René;081234567890;Café\r\n', 'latin1'),
      ]),
    ],
    ['commas', table.replaceAll(';', ',')],
    ['tabs', table.replaceAll(';', '\t')],
    ['bars', table.replaceAll(';', '|')],
    ['Excel’s own first line', `sep=;\r\n${table}`],
    ['old Macs', table.replaceAll('\r\n', '\r')],
    ['quotes everywhere', table.replaceAll(/[^;\r\n]+/g, '"$&"')],
    ['NUL bytes', table.replaceAll('81', '8\u00001')],
    ['a title above', `Daftar Kontak Toko;;\r\n;;\r\n${table}`],
    ['a ragged table', table.replace('Café', 'Café;lebih;;').replace(';x', '')],
  ])('%s: the same contacts', async (_name, content) => {
    const userId = await bench.tenant();
    const run = await bench.imported({ userId, content });
    expect(run).toMatchObject({ status: 'COMPLETED', imported: 2, invalid: 0 });
    const book = await bench.book(userId);
    expect(book).toHaveLength(2);
    expect(book).toContainEqual({ phoneNumber: '+6281234567890', name: 'René', fields: { kota: 'Café' } });
  });

  it('cells over several lines are one row, and rows are counted as a spreadsheet counts them', async () => {
    const userId = await bench.tenant();
    const content = 'nama,alamat,hp\n"Budi","Jl. Mawar 1\nRT 2\nSolo",081234567890\nAni,x,salah\n';
    const run = await bench.imported({ userId, content });
    expect(run.errors).toMatchObject([{ row: 3, value: 'salah', reason: 'letters' }]);
    expect((await bench.book(userId))[0]?.fields).toEqual({ alamat: 'Jl. Mawar 1\nRT 2\nSolo' });
  });

  it('a file without a header is read from its first row', async () => {
    const userId = await bench.tenant();
    expect(await bench.imported({ userId, content: 'Budi,081234567890\nAni,081355556666\n' })).toMatchObject({
      total: 2,
      imported: 2,
    });
    expect((await bench.book(userId)).map((contact) => contact.name)).toEqual(['Budi', 'Ani']);
  });

  it('a mapping says which columns are meant', async () => {
    const userId = await bench.tenant();
    const content = 'hp,cadangan,orang\n081234567890,081355556666,Budi\n';
    await bench.imported({ userId, content, mapping: { phone: 'cadangan', name: 'orang' } });
    expect(await bench.book(userId)).toEqual([
      { phoneNumber: '+6281355556666', name: 'Budi', fields: { hp: '081234567890' } },
    ]);
  });

  it('formulas and hostile text are kept as the text they are', async () => {
    const userId = await bench.tenant();
    const content = `nama,hp,x'); DROP TABLE contacts;--\n"=cmd|'/C calc'!A0",081234567890,"\ud83d\ude00 {""a"":1}"\n`;
    await bench.imported({ userId, content });
    expect(await bench.book(userId)).toEqual([
      {
        phoneNumber: '+6281234567890',
        name: "=cmd|'/C calc'!A0",
        fields: { x_drop_table_contacts: '\ud83d\ude00 {"a":1}' },
      },
    ]);
  });
});

describe('what a person sees of an import', () => {
  it('cancel stops it after its batch; what is imported stays', async () => {
    const userId = await bench.tenant();
    const id = await bench.stored({ userId, content: `nama,hp\n${rowsOf(50)}\n` });
    await bench.run(id, { batchRows: 10, signal: shutdownSignal() });
    expect(await bench.imports.cancel({ userId, id })).toMatchObject({ status: 'CANCELED', imported: 10 });
    expect(await bench.run(id, { batchRows: 10 })).toEqual({ kind: 'done' });
    expect(await bench.book(userId)).toHaveLength(10);
    expect(await bench.imports.cancel({ userId, id })).toMatchObject({ status: 'CANCELED' });
    expect(await bench.files()).not.toContain(id);
  });

  it('canceled in the middle of a run: the worker writes nothing more', async () => {
    const userId = await bench.tenant();
    const id = await bench.stored({ userId, content: `nama,hp\n${rowsOf(2_000)}\n` });
    const running = bench.run(id, { batchRows: 10 });
    for await (const run of bench.imports.follow({ userId, id, signal: null })) {
      if (run.status === 'RUNNING' && run.total > 0) break;
    }
    const { imported } = await bench.imports.cancel({ userId, id });
    await running;
    expect(await bench.book(userId)).toHaveLength(imported);
  });

  it('one that has ended otherwise cannot be canceled', async () => {
    const userId = await bench.tenant();
    const { id } = await bench.imported({ userId, content: 'hp\n081234567890\n' });
    await expect(bench.imports.cancel({ userId, id })).rejects.toMatchObject({
      code: 'conflict',
      details: { status: 'COMPLETED' },
    });
  });

  it('follows it live: the present state first, the end last', async () => {
    const userId = await bench.tenant();
    const id = await bench.stored({ userId, content: `nama,hp\n${rowsOf(100)}\n` });
    const seen: string[] = [];
    let running: Promise<unknown> | undefined;
    for await (const run of bench.imports.follow({ userId, id, signal: null })) {
      seen.push(run.status);
      running ??= bench.run(id, { batchRows: 10 });
    }
    await running;
    expect(seen[0]).toBe('WAITING');
    expect(seen.at(-1)).toBe('COMPLETED');
  });

  it('leaves when the listener leaves', async () => {
    const userId = await bench.tenant();
    const id = await bench.stored({ userId, content: 'hp\n081234567890\n' });
    const gone = new AbortController();
    for await (const run of bench.imports.follow({ userId, id, signal: gone.signal })) {
      expect(run.status).toBe('WAITING');
      gone.abort();
    }
  });

  it('the errors as CSV: all of them, and none that a spreadsheet would run', async () => {
    const userId = await bench.tenant();
    const bad = Array.from({ length: 2_500 }, () => '=1+1').join('\n');
    const { id, errors } = await bench.imported({ userId, content: `nomor\n081234567890\n${bad}\n` });
    expect(errors).toHaveLength(100);
    let text = '';
    for await (const piece of await bench.imports.errorsCsv({ userId, id })) text += piece;
    const lines = text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(2_501);
    expect(lines[0]).toBe('\ufeffrow,value,reason,message');
    expect(lines[1]).toMatch(/^3,'=1\+1,malformed,/);
    expect(lines.at(-1)).toMatch(/^2502,'=1\+1,malformed,/);
  });

  it('another tenant sees, follows, cancels and downloads nothing of it', async () => {
    const [userId, stranger] = [await bench.tenant(), await bench.tenant()];
    const { id } = await bench.imported({ userId, content: 'hp\n081234567890\n' });
    const notFound = { code: 'not_found' };
    await expect(bench.imports.get({ userId: stranger, id })).rejects.toMatchObject(notFound);
    await expect(bench.imports.cancel({ userId: stranger, id })).rejects.toMatchObject(notFound);
    await expect(bench.imports.errorsCsv({ userId: stranger, id })).rejects.toMatchObject(notFound);
    await expect(bench.imports.follow({ userId: stranger, id, signal: null }).next()).rejects.toMatchObject(
      notFound,
    );
    expect((await bench.imports.list({ userId: stranger, limit: 10 })).items).toEqual([]);
    expect((await bench.imports.list({ userId, limit: 10 })).items).toHaveLength(1);
  });
});
