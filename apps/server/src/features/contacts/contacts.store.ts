import type { ContactFields } from '@siar/shared';
import { v7 as uuidv7 } from 'uuid';
import type { SqlClient } from './in-transaction.ts';

export interface NewContact {
  /** E.164; each number once per call. */
  phoneNumber: string;
  name: string | null;
  fields: ContactFields;
}

/**
 * Brings contacts into a tenant's book in one statement. A number that stands there already keeps its row; a name
 * or field that comes with it replaces the old one, what does not come stays.
 *
 * @returns how many are new, and how many of the others changed
 */
export async function upsertContacts(
  client: SqlClient,
  input: { userId: string; contacts: readonly NewContact[]; now: Date },
): Promise<{ inserted: number; updated: number }> {
  const { userId, contacts, now } = input;
  if (contacts.length === 0) return { inserted: 0, updated: 0 };
  // Ordered by number, so that two imports that meet wait for each other instead of deadlocking. The ids are
  // drawn before, so the book keeps the order of the file.
  const { rows } = await client.query<{ inserted: number; updated: number }>(
    `WITH touched AS (
       INSERT INTO contacts AS c (id, user_id, phone_number, name, fields, created_at, updated_at)
       SELECT n.id, $1, n.phone_number, n.name, n.fields::jsonb, $6, $6
       FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) AS n (id, phone_number, name, fields)
       ORDER BY n.phone_number
       ON CONFLICT (user_id, phone_number) DO UPDATE
         SET name = COALESCE(EXCLUDED.name, c.name),
             fields = c.fields || EXCLUDED.fields,
             updated_at = EXCLUDED.updated_at
         WHERE (EXCLUDED.name IS NOT NULL AND EXCLUDED.name IS DISTINCT FROM c.name)
            OR NOT c.fields @> EXCLUDED.fields
       RETURNING (xmax = 0) AS is_new
     )
     SELECT (count(*) FILTER (WHERE is_new))::int AS inserted,
            (count(*) FILTER (WHERE NOT is_new))::int AS updated
     FROM touched`,
    [
      userId,
      contacts.map(() => uuidv7()),
      contacts.map((contact) => contact.phoneNumber),
      contacts.map((contact) => contact.name),
      contacts.map((contact) => JSON.stringify(contact.fields)),
      now,
    ],
  );
  return rows[0] ?? { inserted: 0, updated: 0 };
}

/** Puts contacts on a list by their numbers. A list that is gone, or another tenant's, gets nobody. */
export async function addNumbersToList(
  client: SqlClient,
  input: { userId: string; listId: string; phoneNumbers: readonly string[]; now: Date },
): Promise<void> {
  await client.query(
    `INSERT INTO contact_list_members (list_id, contact_id, user_id, created_at)
     SELECT l.id, c.id, c.user_id, $4
     FROM contacts c
     JOIN contact_lists l ON l.id = $2 AND l.user_id = c.user_id
     WHERE c.user_id = $1 AND c.phone_number = ANY($3::text[])
     ON CONFLICT DO NOTHING`,
    [input.userId, input.listId, input.phoneNumbers, input.now],
  );
}
