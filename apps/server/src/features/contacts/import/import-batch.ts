import { type Columns, parsePhoneNumber, storableFields, storableText } from '@siar/shared';
import { addNumbersToList, type NewContact, upsertContacts } from '../contacts.store.ts';
import type { SqlClient } from '../in-transaction.ts';
import type { Row } from './read-rows.ts';

/** What some rows of a file come to, before the book is asked. */
export interface Batch {
  /** Rows read, without blank ones. */
  total: number;
  /** Each number once. */
  contacts: NewContact[];
  invalid: { row: number; value: string; reason: string }[];
  /** Number of the last row read, blank ones included: where a resumed run goes on. */
  lastRow: number;
}

const SHOWN_VALUE = 200;
const LONGEST_NAME = 200;
const LONGEST_FIELD = 1_000;

/** Normalises rows. A number that comes again completes or corrects what its earlier row said. */
export function toBatch(
  rows: readonly Row[],
  options: { columns: Columns; defaultCountry: string; lastRow: number },
): Batch {
  const { columns, defaultCountry, lastRow } = options;
  const contacts = new Map<string, NewContact>();
  const invalid: Batch['invalid'] = [];
  for (const { row, cells } of rows) {
    const value = cells[columns.phone] ?? '';
    const parsed = parsePhoneNumber(value, { defaultCountry });
    if (!parsed.ok) {
      invalid.push({ row, value: storableText(value.slice(0, SHOWN_VALUE)), reason: parsed.problem });
      continue;
    }
    const earlier = contacts.get(parsed.e164);
    const name = nameOf(cells, columns) ?? earlier?.name ?? null;
    const fields = { ...earlier?.fields, ...fieldsOf(cells, columns) };
    contacts.set(parsed.e164, { phoneNumber: parsed.e164, name, fields });
  }
  return { total: rows.length, contacts: [...contacts.values()], invalid, lastRow };
}

function nameOf(cells: readonly string[], columns: Columns): string | null {
  const cell = columns.name === null ? '' : (cells[columns.name] ?? '');
  const name = storableText(cell.slice(0, LONGEST_NAME)).replace(/\s+/g, ' ').trim();
  return name === '' ? null : name;
}

function fieldsOf(cells: readonly string[], columns: Columns): Record<string, string> {
  const given: Record<string, string> = {};
  for (const { column, key } of columns.fields) given[key] = (cells[column] ?? '').slice(0, LONGEST_FIELD);
  return columns.fields.length === 0 ? given : storableFields(given);
}

export interface ImportProgress {
  userId: string;
  importId: string;
  listId: string | null;
  /** `nextRow` as this worker believes it to be. */
  expectedRow: number;
}

/**
 * Writes contacts, list members, refused rows, counters and `nextRow` in the caller's transaction, so that they
 * stand or fall together: a worker that dies leaves a run that goes on exactly after its last batch.
 *
 * @returns false, with nothing written, when the run was canceled or another worker went on with it
 */
export async function writeBatch(
  client: SqlClient,
  input: ImportProgress & { batch: Batch; now: Date },
): Promise<boolean> {
  const { userId, importId, listId, expectedRow, batch, now } = input;
  const held = await client.query(
    `SELECT 1 FROM import_runs WHERE id = $1 AND user_id = $2 AND status = 'RUNNING' AND next_row = $3 FOR UPDATE`,
    [importId, userId, expectedRow],
  );
  if (held.rowCount === 0) return false;
  const { contacts, invalid } = batch;
  const { inserted, updated } = await upsertContacts(client, { userId, contacts, now });
  const phoneNumbers = contacts.map((contact) => contact.phoneNumber);
  if (listId !== null) await addNumbersToList(client, { userId, listId, phoneNumbers, now });
  if (invalid.length > 0) {
    await client.query(
      `INSERT INTO import_row_errors (import_id, row, value, reason)
       SELECT $1, e.row, e.value, e.reason
       FROM unnest($2::int[], $3::text[], $4::text[]) AS e (row, value, reason)`,
      [
        importId,
        invalid.map(({ row }) => row),
        invalid.map(({ value }) => value),
        invalid.map(({ reason }) => reason),
      ],
    );
  }
  const valid = batch.total - invalid.length;
  await client.query(
    `UPDATE import_runs SET next_row = $2, total = total + $3, imported = imported + $4, updated = updated + $5,
       duplicates = duplicates + $6, invalid = invalid + $7,
       suppressed = suppressed + (
         SELECT count(*) FROM suppressed_numbers WHERE user_id = $8 AND phone_number = ANY($9::text[]))
     WHERE id = $1`,
    [
      importId,
      batch.lastRow,
      batch.total,
      inserted,
      updated,
      valid - inserted,
      invalid.length,
      userId,
      phoneNumbers,
    ],
  );
  return true;
}
