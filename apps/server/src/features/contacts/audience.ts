import { Prisma, type Transaction } from '@siar/db';
import {
  DEFAULT_COUNTRY,
  normaliseNumbers,
  notFound,
  type Audience,
  type NormalisedNumbers,
} from '@siar/shared';

/** What a transaction or the plain client can both do. */
export type SqlRunner = Pick<Transaction, '$queryRaw' | 'user' | 'contactList'>;

export interface InsertedAudience {
  /** Message rows written: each recipient once. */
  total: number;
  /** Of these, SKIPPED because the tenant suppressed the number. */
  skipped: number;
  /** Numbers given directly that are none; they get no row. `row` is the 1-based position in `numbers`. */
  invalid: NormalisedNumbers['invalid'];
}

/**
 * Writes a blast's message rows in one INSERT … SELECT: seq 1…n by contact id (the order in which the tenant
 * brought them), numbers without a contact last, in the order given. PENDING, or SKIPPED with reason `suppressed`.
 * Whoever is reached by two ways (list and number, two lists) gets one row.
 *
 * Call it once per blast, inside the transaction that marks the blast expanded: a second call meets the
 * primary key. Interactive Prisma transactions end after 5 s unless told otherwise; a million rows take longer.
 *
 * @param variables contact fields that the message text uses (`templateVariables`): only these are copied into
 *   the rows' `fields`, none when the text has none. Omitted: name and all fields are copied.
 * @throws not_found when a list is unknown or another tenant's
 */
export async function insertAudience(
  tx: SqlRunner,
  input: { userId: string; blastSerial: number; audience: Audience; variables?: readonly string[] },
): Promise<InsertedAudience> {
  const { recipients, invalid } = await recipientsOf(tx, input);
  const rows = await tx.$queryRaw<{ total: number; skipped: number }[]>`
    WITH recipient AS (${recipients}), inserted AS (
      INSERT INTO blast_messages (blast_serial, seq, user_id, phone_number, contact_id, fields, status, reason_code)
      SELECT ${input.blastSerial}::int,
             (row_number() OVER (ORDER BY r.contact_id NULLS LAST, r.position))::int,
             ${input.userId}::uuid,
             r.phone_number,
             r.contact_id,
             ${snapshotOf(input.variables)},
             CASE WHEN s.phone_number IS NULL THEN 'PENDING' ELSE 'SKIPPED' END::message_status,
             CASE WHEN s.phone_number IS NULL THEN NULL ELSE 'suppressed' END
      FROM recipient r
      LEFT JOIN suppressed_numbers s ON s.user_id = ${input.userId}::uuid AND s.phone_number = r.phone_number
      RETURNING status
    )
    SELECT count(*)::int AS total, (count(*) FILTER (WHERE status = 'SKIPPED'))::int AS skipped FROM inserted`;
  return { total: rows[0]?.total ?? 0, skipped: rows[0]?.skipped ?? 0, invalid };
}

/** How many a blast to this audience would reach, without writing anything. Same rules as `insertAudience`. */
export async function countAudience(
  db: SqlRunner,
  input: { userId: string; audience: Audience },
): Promise<InsertedAudience> {
  const { recipients, invalid } = await recipientsOf(db, input);
  const rows = await db.$queryRaw<{ total: number; skipped: number }[]>`
    WITH recipient AS (${recipients})
    SELECT count(*)::int AS total, count(s.phone_number)::int AS skipped
    FROM recipient r
    LEFT JOIN suppressed_numbers s ON s.user_id = ${input.userId}::uuid AND s.phone_number = r.phone_number`;
  return { total: rows[0]?.total ?? 0, skipped: rows[0]?.skipped ?? 0, invalid };
}

/** A query of distinct recipients: contact_id, phone_number, name, fields, position. */
async function recipientsOf(
  db: SqlRunner,
  input: { userId: string; audience: Audience },
): Promise<{ recipients: Prisma.Sql; invalid: NormalisedNumbers['invalid'] }> {
  const { userId, audience } = input;
  const listIds = [...new Set(audience.listIds ?? [])];
  await requireLists(db, { userId, listIds });
  const given = audience.numbers ?? [];
  const { numbers, invalid } = normaliseNumbers(given, {
    defaultCountry: given.length === 0 ? DEFAULT_COUNTRY : await countryOf(db, userId),
  });

  const contacts = Prisma.sql`
    SELECT c.id AS contact_id, c.phone_number, c.name, c.fields, 0::bigint AS position
    FROM contacts c WHERE c.user_id = ${userId}::uuid`;
  // A contact is unique by number, so whoever comes by two ways is one id here.
  const chosen = Prisma.sql`
    SELECT m.contact_id FROM contact_list_members m
    WHERE m.list_id = ANY(${listIds}::uuid[]) AND m.user_id = ${userId}::uuid
    UNION
    SELECT k.id FROM contacts k WHERE k.user_id = ${userId}::uuid AND k.phone_number = ANY(${numbers}::text[])`;
  const strangers = Prisma.sql`
    SELECT NULL::uuid, n.phone_number, NULL::text, '{}'::jsonb, n.position
    FROM unnest(${numbers}::text[]) WITH ORDINALITY AS n (phone_number, position)
    WHERE NOT EXISTS (
      SELECT 1 FROM contacts k WHERE k.user_id = ${userId}::uuid AND k.phone_number = n.phone_number)`;
  const known = audience.all === true ? contacts : Prisma.sql`${contacts} AND c.id IN (${chosen})`;
  return { recipients: numbers.length === 0 ? known : Prisma.sql`${known} UNION ALL ${strangers}`, invalid };
}

async function requireLists(db: SqlRunner, input: { userId: string; listIds: string[] }): Promise<void> {
  if (input.listIds.length === 0) return;
  const found = await db.contactList.count({ where: { userId: input.userId, id: { in: input.listIds } } });
  if (found < input.listIds.length) throw notFound('list');
}

async function countryOf(db: SqlRunner, userId: string): Promise<string> {
  const user = await db.user.findUnique({ where: { id: userId }, select: { defaultCountry: true } });
  return user?.defaultCountry ?? DEFAULT_COUNTRY;
}

/** NULL rather than `{}`: most rows of a blast without variables stay small. */
function snapshotOf(variables: readonly string[] | undefined): Prisma.Sql {
  if (variables === undefined) {
    return Prisma.sql`NULLIF(r.fields || jsonb_strip_nulls(jsonb_build_object('name', r.name)), '{}'::jsonb)`;
  }
  if (variables.length === 0) return Prisma.sql`NULL::jsonb`;
  const pairs = [...new Set(variables)].map((variable) =>
    variable === 'name'
      ? Prisma.sql`'name', to_jsonb(r.name)`
      : Prisma.sql`${variable}::text, r.fields -> ${variable}::text`,
  );
  return Prisma.sql`NULLIF(jsonb_strip_nulls(jsonb_build_object(${Prisma.join(pairs)})), '{}'::jsonb)`;
}
