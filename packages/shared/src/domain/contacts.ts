import { z } from 'zod';
import { fieldKey } from './contacts-fields.ts';
import { storableText } from './contacts-text.ts';

/** Numbers in one call: a paste, or a blast's own list. More than this belongs into a file. */
export const MAX_NUMBERS_PER_CALL = 100_000;

/** One refused value of a paste or a file: where it stood, what it was and what is wrong with it. */
export const refusedRow = z.object({
  /** 1-based: position in the paste, or the row as a spreadsheet counts it (the header is row 1). */
  row: z.int(),
  /** The value as it came, cut at 200 characters. */
  value: z.string(),
  /** For programs: a PhoneProblem, or a FileProblem when the row ends the reading. */
  reason: z.string(),
  /** For people, in the tenant's language: what is wrong and what helps. */
  message: z.string(),
});
export type RefusedRow = z.infer<typeof refusedRow>;

const MOST_FIELDS = 50;

/** A tenant's extra columns: "Kota" → "Bandung", kept under `fieldKey`. What templates call by name. */
export const contactFields = z
  .record(z.string().max(100), z.string().max(1_000))
  .refine((fields) => Object.keys(fields).length <= MOST_FIELDS, `At most ${MOST_FIELDS} fields.`)
  .transform(storableFields);
export type ContactFields = Record<string, string>;

/** Under their keys, without blank ones and those that are columns of their own. */
export function storableFields(fields: Readonly<Record<string, string>>): ContactFields {
  const kept: ContactFields = {};
  for (const [label, value] of Object.entries(fields)) {
    const key = fieldKey(label);
    if (key !== '' && key !== 'name' && key !== 'phone' && value.trim() !== '')
      kept[key] = storableText(value).trim();
  }
  return kept;
}

/** Kept without what PostgreSQL refuses; blank means none. */
export const contactName = z
  .string()
  .max(200)
  .transform((name) => storableText(name).trim());

/** A contact as its tenant sees it. Times are ISO 8601. */
export const contact = z.object({
  id: z.uuid(),
  phoneNumber: z.string(),
  name: z.string().nullable(),
  /** By `fieldKey`: what `{{kota}}` in a message stands for. */
  fields: z.record(z.string(), z.string()),
  listIds: z.array(z.uuid()),
  consentAt: z.string().nullable(),
  lastMessagedAt: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type ContactView = z.infer<typeof contact>;

export const contactListName = z
  .string()
  .max(100)
  .transform((name) => storableText(name).trim())
  .pipe(z.string().min(1));

export const contactList = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string().nullable(),
  /** How many contacts are on it. */
  count: z.int(),
  createdAt: z.string(),
});
export type ContactListView = z.infer<typeof contactList>;

export const suppressionReason = z.enum(['OPTED_OUT', 'NOT_ON_WHATSAPP', 'COMPLAINED', 'BY_HAND']);

/** A number that this tenant's blasts skip. */
export const suppression = z.object({
  phoneNumber: z.string(),
  reason: suppressionReason,
  note: z.string().nullable(),
  createdAt: z.string(),
});
export type SuppressionView = z.infer<typeof suppression>;

/** What became of a paste. `imported + duplicates + invalid.length` is the number of values given. */
export const bulkResult = z.object({
  imported: z.int(),
  /** Valid, but no new contact: `repeated + known`. */
  duplicates: z.int(),
  /** Came before in the same paste. */
  repeated: z.int(),
  /** Stood in the book already. */
  known: z.int(),
  invalid: z.array(refusedRow),
});
export type BulkResult = z.infer<typeof bulkResult>;

/** To whom a blast goes: everybody, lists, numbers, or several of these. The same person twice gets one message. */
export const audience = z.object({
  all: z.literal(true).optional(),
  listIds: z.array(z.uuid()).max(200).optional(),
  numbers: z.array(z.string().max(500)).max(MAX_NUMBERS_PER_CALL).optional(),
});
export type Audience = z.infer<typeof audience>;
