import { z } from 'zod';
import { fieldKey } from './contacts-fields.ts';
import { parsePhoneNumber } from './phone.ts';

/** What the tenant says about the columns, where the file does not speak for itself. */
export const columnMapping = z.strictObject({
  /** Header of the column with the numbers, or its place from 1. */
  phone: z.union([z.string().min(1).max(200), z.int().min(1).max(1_000)]).optional(),
  /** The same for the names; null: there are none. */
  name: z
    .union([z.string().min(1).max(200), z.int().min(1).max(1_000)])
    .nullable()
    .optional(),
  /** Whether the first row is a header; found out when absent. */
  header: z.boolean().optional(),
});
export type ColumnMapping = z.infer<typeof columnMapping>;

export interface Columns {
  /** 0-based index of the first row with data; the rows before are title and header. */
  firstRow: number;
  phone: number;
  name: number | null;
  /** Remaining columns by place, with the key under which a contact keeps them. */
  fields: { column: number; key: string }[];
}

/** Strong words are believed; weak ones ("No", "Kontak") may head anything and must hold numbers. */
const STRONG = ['whatsapp', 'wa', 'hp', 'handphone', 'ponsel', 'phone', 'mobile', 'telepon', 'telp', 'tlp', 'tel', 'msisdn', 'nohp', 'nowa', 'notelp', 'phonenumber', 'telephone', 'seluler']; // prettier-ignore
const WEAK = ['nomor', 'nomer', 'number', 'no', 'kontak', 'contact'];
const NAME_WORDS = ['name', 'nama', 'pelanggan', 'customer', 'pasien'];

/** A header may stand under a title and a few remarks. */
const HEADER_WITHIN = 10;
/** Rows whose values are judged. */
const SAMPLE_ROWS = 200;
const MOST_FIELDS = 50;

/**
 * Finds header, number column and name column.
 *
 * @param rows the first rows of the file as they stand, blank ones included
 * @returns null when no column holds anything like a phone number
 */
export function detectColumns(
  rows: readonly (readonly string[])[],
  options: { defaultCountry: string; mapping?: ColumnMapping },
): Columns | null {
  const mapping = options.mapping ?? {};
  const headerRow =
    mapping.header === false ? null : findHeader(rows, { isCertain: mapping.header === true });
  const header = headerRow === null ? [] : (rows[headerRow] ?? []);
  const firstRow = headerRow === null ? 0 : headerRow + 1;
  const data = rows
    .slice(firstRow)
    .filter((row) => !isBlankRow(row))
    .slice(0, SAMPLE_ROWS);
  const width = Math.max(0, header.length, ...data.map((row) => row.length));
  const phone =
    mapping.phone === undefined
      ? findPhone({ header, data, width, defaultCountry: options.defaultCountry })
      : findMapped(header, mapping.phone);
  if (phone === null) return null;
  const name =
    mapping.name === undefined
      ? findName({ header, data, width, phone })
      : mapping.name === null
        ? null
        : findMapped(header, mapping.name);
  return { firstRow, phone, name, fields: remaining({ header, phone, name }) };
}

export function isBlankRow(row: readonly string[]): boolean {
  return row.every((cell) => cell.trim() === '');
}

/** A row that names the number column and comes before any number; else a first row without anything like one. */
function findHeader(rows: readonly (readonly string[])[], options: { isCertain: boolean }): number | null {
  const first = rows.findIndex((row) => !isBlankRow(row));
  if (first < 0) return null;
  if (options.isCertain) return first;
  for (let index = first; index < Math.min(rows.length, first + HEADER_WITHIN); index += 1) {
    const row = rows[index] ?? [];
    if (row.some(looksLikeNumber)) break;
    if (isTitle(row, rows)) continue;
    if (
      row.some(
        (cell) =>
          cell.length <= 60 && wordsOf(cell).some((word) => STRONG.includes(word) || WEAK.includes(word)),
      )
    ) {
      return index;
    }
  }
  return rows[first]?.some(looksLikeNumber) === true ? null : first;
}

/** "Daftar Kontak" alone above a table of several columns. */
function isTitle(row: readonly string[], rows: readonly (readonly string[])[]): boolean {
  const filled = (cells: readonly string[]) => cells.filter((cell) => cell.trim() !== '').length;
  return filled(row) <= 1 && rows.slice(0, HEADER_WITHIN * 2).some((other) => filled(other) > 1);
}

function looksLikeNumber(cell: string): boolean {
  return cell.replace(/\D/g, '').length >= 6 || /^\s*\d(?:[.,]\d+)?e\+?\d+\s*$/i.test(cell);
}

function wordsOf(label: string): string[] {
  return label
    .normalize('NFKC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');
}

interface Table {
  header: readonly string[];
  data: readonly (readonly string[])[];
  width: number;
}

/** The best named column; among equals, the one whose values parse best; without names, that one alone. */
function findPhone(table: Table & { defaultCountry: string }): number | null {
  let best: { column: number; score: number } | null = null;
  for (let column = 0; column < table.width; column += 1) {
    const words = wordsOf(table.header[column] ?? '');
    const likeness = phoneLikeness(
      table.data.map((row) => row[column] ?? ''),
      table.defaultCountry,
    );
    const strength = STRONG.some((word) => words.includes(word)) ? 2 : 0;
    const hint = WEAK.some((word) => words.includes(word)) && likeness > 0 ? 0.2 : 0;
    const order =
      strength > 0 ? (STRONG.length - STRONG.findIndex((word) => words.includes(word))) / 1_000 : 0;
    const score = strength + hint + likeness + order;
    if (score > (best?.score ?? 0)) best = { column, score };
  }
  return best?.column ?? null;
}

/** 0…1: how much of a column are numbers; a number with a fault still is one. */
function phoneLikeness(values: readonly string[], defaultCountry: string): number {
  if (values.length === 0) return 0;
  const sum = values.reduce((total, value) => {
    const parsed = parsePhoneNumber(value, { defaultCountry });
    if (parsed.ok) return total + 1;
    return ['letters', 'empty', 'malformed', 'short_code'].includes(parsed.problem) ? total : total + 0.4;
  }, 0);
  return sum / values.length;
}

/** By its header; without one, the first column that is mostly words. */
function findName(table: Table & { phone: number }): number | null {
  const keys = table.header.map(fieldKey);
  const exact = keys.findIndex((key, column) => key === 'name' && column !== table.phone);
  if (exact >= 0) return exact;
  const named = table.header.findIndex(
    (label, column) => column !== table.phone && wordsOf(label).some((word) => NAME_WORDS.includes(word)),
  );
  if (named >= 0 || table.header.length > 0) return named >= 0 ? named : null;
  for (let column = 0; column < table.width; column += 1) {
    const words = table.data.filter((row) => /\p{L}{2}/u.test(row[column] ?? '')).length;
    if (column !== table.phone && words * 2 > table.data.length) return column;
  }
  return null;
}

function findMapped(header: readonly string[], wanted: string | number): number | null {
  if (typeof wanted === 'number') return wanted - 1;
  const exact = header.findIndex((label) => label.trim() === wanted.trim());
  if (exact >= 0) return exact;
  const byKey = header.findIndex((label) => fieldKey(label) === fieldKey(wanted));
  return byKey >= 0 ? byKey : null;
}

/** The first of two columns with one name wins. */
function remaining(input: {
  header: readonly string[];
  phone: number;
  name: number | null;
}): Columns['fields'] {
  const taken = new Set(['name', 'phone', '']);
  const fields: Columns['fields'] = [];
  input.header.forEach((label, column) => {
    const key = fieldKey(label);
    if (column === input.phone || column === input.name || taken.has(key) || fields.length === MOST_FIELDS)
      return;
    taken.add(key);
    fields.push({ column, key });
  });
  return fields;
}
