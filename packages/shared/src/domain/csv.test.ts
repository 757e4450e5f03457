import { describe, expect, it } from 'vitest';
import { detectColumns } from './csv-columns.ts';
import { detectDelimiter } from './csv-delimiter.ts';
import { csvCell, csvRow } from './csv-write.ts';

const columns = (rows: string[][], mapping?: Parameters<typeof detectColumns>[1]['mapping']) =>
  detectColumns(rows, { defaultCountry: 'ID', ...(mapping && { mapping }) });

describe('the delimiter of a file', () => {
  it.each([
    ['a,b\n1,2\n', ','],
    ['a;b\n1;2\n', ';'],
    ['a\tb\n1\t2\n', '\t'],
    ['a|b\r\n1|2\r\n', '|'],
    ['nama;telp\n"Budi, S.Kom";0812\n"Ani, dr.";0813\n', ';'],
    ['"a;b",1\n"c;d;e",2\n', ','],
    ['nama,alamat\n"Jl. A\nRT 1; RW 2",x\n"Jl. B; C",y\n', ','],
    ['081234567890\n081355556666\n', ','],
    ['sep=|\r\na;b|c;d\r\n', '|'],
    ['', ','],
    ['a;b\rc;d\r', ';'],
  ])('%j: %j', (sample, delimiter) => {
    expect(detectDelimiter(sample)).toBe(delimiter);
  });
});

describe('the columns of a file', () => {
  it('are found by their names, in either language', () => {
    const number = '081234567890';
    for (const label of [
      'phone',
      'Nomor',
      'No HP',
      'No. HP',
      'Telepon',
      'WhatsApp',
      'WA',
      'hp',
      'phoneNumber',
      'NOMOR WA',
      'No.Telp',
      'Phone 1 - Value',
    ]) {
      expect(
        columns([
          ['Nama', label],
          ['Budi', number],
        ]),
      ).toEqual({ firstRow: 1, phone: 1, name: 0, fields: [] });
    }
  });

  it('a named column is believed even when its values are bad, so that each is told', () => {
    expect(
      columns([
        ['nama', 'no hp', 'ktp'],
        ['Budi', '6.28E+11', '081234567890'],
      ])?.phone,
    ).toBe(1);
  });

  it('"No" may head a running number: then the values decide', () => {
    expect(
      columns([
        ['No', 'Nama', 'Kontak'],
        ['1', 'Budi', '081234567890'],
        ['2', 'Ani', '081234567891'],
      ]),
    ).toEqual({
      firstRow: 1,
      phone: 2,
      name: 1,
      fields: [{ column: 0, key: 'no' }],
    });
    expect(
      columns([
        ['No', 'Nama'],
        ['081234567890', 'Budi'],
      ])?.phone,
    ).toBe(0);
  });

  it('without a header, the column whose values parse best is the number, the one with words the name', () => {
    expect(
      columns([
        ['1', 'Budi', '0812-3456-7890'],
        ['2', 'Ani', '081355556666'],
      ]),
    ).toEqual({
      firstRow: 0,
      phone: 2,
      name: 1,
      fields: [],
    });
    expect(columns([['081234567890'], ['x']])).toEqual({ firstRow: 0, phone: 0, name: null, fields: [] });
  });

  it('two number columns: the better filled one of equal names', () => {
    const rows = [
      ['Phone 1 - Type', 'Phone 1 - Value'],
      ['Mobile', '081234567890'],
    ];
    expect(columns(rows)?.phone).toBe(1);
  });

  it('a title and blank rows above the header are passed over', () => {
    const rows = [
      ['Daftar Kontak WA 2026', ''],
      ['', ''],
      ['Nama', 'No WA'],
      ['Budi', '081234567890'],
    ];
    expect(columns(rows)).toMatchObject({ firstRow: 3, phone: 1, name: 0 });
  });

  it('the other columns become fields by their key, the first of two alike wins', () => {
    expect(
      columns([
        ['WA', 'Nama', 'Kota', 'No. Pesanan', 'KOTA', ''],
        ['081234567890', 'Budi', 'Solo', 'A1', 'x', 'y'],
      ])?.fields,
    ).toEqual([
      { column: 2, key: 'kota' },
      { column: 3, key: 'no_pesanan' },
    ]);
  });

  it('a mapping decides: by header or by place', () => {
    const rows = [
      ['a', 'b', 'c'],
      ['Budi', '081234567890', '081355556666'],
    ];
    expect(columns(rows, { phone: 'c', name: 'A' })).toMatchObject({ phone: 2, name: 0 });
    expect(columns(rows, { phone: 2, name: null })).toMatchObject({ phone: 1, name: null });
    expect(columns(rows, { phone: 'gone' })).toBeNull();
    expect(columns([['081234567890'], ['081355556666']], { header: true })?.firstRow).toBe(1);
  });

  it('nothing like a number anywhere: none', () => {
    expect(
      columns([
        ['a', 'b'],
        ['x', 'y'],
      ]),
    ).toBeNull();
    expect(columns([])).toBeNull();
    expect(columns([['', '']])).toBeNull();
  });

  it('a header alone is a header', () => {
    expect(columns([['nama', 'telepon']])).toMatchObject({ firstRow: 1, phone: 1, name: 0 });
  });
});

describe('a cell that people open in a spreadsheet', () => {
  it.each([
    ['Budi', 'Budi'],
    ["=cmd|'/C calc'!A0", "'=cmd|'/C calc'!A0"],
    ['+1+1', "'+1+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', '"\'\t=1"'],
    [' =1', "' =1"],
    ['+6281234567890', '+6281234567890'],
    ['a "b", c', '"a ""b"", c"'],
    ['dua\nbaris', '"dua\nbaris"'],
  ])('%j is written %j', (value, written) => {
    expect(csvCell(value)).toBe(written);
  });

  it('numbers and nothing stay what they are', () => {
    expect(csvRow([-5, null, 'x'])).toBe('-5,,x\r\n');
  });
});
