import { z } from 'zod';
import { phoneProblem } from './phone-problems.ts';

/** Numbers in one call: a paste, or a blast's own list. More than this belongs into a file. */
export const MAX_NUMBERS_PER_CALL = 100_000;

/** One refused value of a paste or a file: where it stood, what it was and what is wrong with it. */
export const refusedRow = z.object({
  /** 1-based: position in the paste, or the row as a spreadsheet counts it (the header is row 1). */
  row: z.int(),
  /** The value as it came, cut at 200 characters. */
  value: z.string(),
  /** For programs: a PhoneProblem, or a RowProblem of files. */
  reason: z.string(),
  /** For people, in the tenant's language: what is wrong and what helps. */
  message: z.string(),
});
export type RefusedRow = z.infer<typeof refusedRow>;

/** What can be wrong with a row of a file beside its number. */
export const rowProblem = z.enum([
  ...phoneProblem.options,
  'unclosed_quote', // the file ends inside a quoted cell
  'row_too_large', // one row of over a megabyte
  'too_many_columns',
]);
export type RowProblem = z.infer<typeof rowProblem>;

/** A tenant's extra columns: "kota" → "Bandung". What templates call by name. */
export const contactFields = z
  .record(z.string().trim().min(1).max(64), z.string().max(1_000))
  .refine((fields) => Object.keys(fields).length <= 50, 'At most 50 fields.');
export type ContactFields = z.infer<typeof contactFields>;

export const contactName = z.string().trim().max(200);

export const contact = z.object({
  id: z.uuid(),
  phoneNumber: z.string(),
  name: z.string().nullable(),
  fields: contactFields,
  createdAt: z.date(),
  updatedAt: z.date(),
});
export type ContactView = z.infer<typeof contact>;

export const contactList = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string().nullable(),
  /** How many contacts are on it. */
  members: z.int(),
  createdAt: z.date(),
});
export type ContactListView = z.infer<typeof contactList>;

/** To whom a blast goes: everybody, lists, numbers, or several of these. The same person twice gets one message. */
export const audience = z.object({
  all: z.literal(true).optional(),
  listIds: z.array(z.uuid()).max(200).optional(),
  numbers: z.array(z.string().max(500)).max(MAX_NUMBERS_PER_CALL).optional(),
});
export type Audience = z.infer<typeof audience>;
