import type { Database } from '@siar/db';
import { DomainError, maskPhone, toPage } from '@siar/shared';
import type { DeadLetterView } from './admin.schemas.ts';
import { type TenantLookup, tenantsOf } from './tenants.ts';

interface JobRow {
  kind: 'job';
  id: string;
  at: Date;
  userId: string | null;
  attempts: number;
  queue: string;
  name: string;
  error: string;
  resolvedAt: Date | null;
}

interface MessageRow {
  kind: 'message';
  id: string;
  at: Date;
  userId: string;
  attempts: number;
  blastId: string;
  phoneNumber: string;
  status: 'FAILED' | 'UNKNOWN';
  reasonCode: string | null;
}

/** Messages are found through their small side table; one that arrived after all is no dead letter any more. */
const DEAD_LETTERS_SQL = `
  SELECT * FROM (
    SELECT 'job' AS kind, id::text, created_at AS at, user_id AS "userId", attempts::int,
      queue, name, error, resolved_at AS "resolvedAt",
      NULL::uuid AS "blastId", NULL AS "phoneNumber", NULL::message_status AS status, NULL AS "reasonCode"
    FROM dead_letter_jobs
    UNION ALL
    SELECT 'message', b.id || '.' || f.seq, f.at, f.user_id, m.attempts::int,
      NULL, NULL, NULL, NULL,
      b.id, m.phone_number, m.status, m.reason_code
    FROM blast_failures f
      JOIN blast_jobs b ON b.serial = f.blast_serial
      JOIN blast_messages m ON m.blast_serial = f.blast_serial AND m.seq = f.seq
    WHERE m.status IN ('FAILED', 'UNKNOWN')
  ) letters
  WHERE ($1::text IS NULL OR kind = $1)
    AND ($2::timestamptz IS NULL OR (at, id) < ($2, $3))
  ORDER BY at DESC, id DESC
  LIMIT $4`;

/** Jobs and messages as one list, newest first. @throws invalid_input for a cursor that is none of ours */
export async function listDeadLetters(input: {
  db: Database;
  kind?: 'job' | 'message';
  cursor?: string;
  limit: number;
}): Promise<{ items: DeadLetterView[]; nextCursor: string | null }> {
  const { db, limit } = input;
  const after = input.cursor === undefined ? null : readCursor(input.cursor);
  const { rows } = await db.pool.query<JobRow | MessageRow>(DEAD_LETTERS_SQL, [
    input.kind ?? null,
    after?.at ?? null,
    after?.id ?? null,
    limit + 1,
  ]);
  const tenants = await tenantsOf(
    db,
    rows.map((row) => row.userId),
  );
  const page = toPage(rows, { limit, cursorOf: (last) => `${last.at.toISOString()}|${last.id}` });
  return { ...page, items: page.items.map((row) => toView(row, tenants)) };
}

function readCursor(cursor: string): { at: Date; id: string } {
  const [moment = '', id = ''] = cursor.split('|');
  const at = new Date(moment);
  if (Number.isNaN(at.getTime()) || id === '') {
    throw new DomainError('invalid_input', {
      issues: [{ path: 'cursor', kind: 'custom', message: 'is not a cursor' }],
    });
  }
  return { at, id };
}

function toView(row: JobRow | MessageRow, tenants: TenantLookup): DeadLetterView {
  const shared = {
    id: row.id,
    at: row.at.toISOString(),
    tenant: tenants(row.userId),
    attempts: row.attempts,
  };
  if (row.kind === 'job') {
    const { kind, queue, name, error } = row;
    return { ...shared, kind, queue, name, error, resolvedAt: row.resolvedAt?.toISOString() ?? null };
  }
  const { kind, blastId, status, reasonCode } = row;
  return { ...shared, kind, blastId, status, reasonCode, phoneNumber: maskPhone(row.phoneNumber) };
}
