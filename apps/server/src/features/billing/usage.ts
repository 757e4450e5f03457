import type { Database } from '@siar/db';

/**
 * How many of a tenant's messages left since a moment: SENT or later now, wherever they stand. FAILED and UNKNOWN
 * do not count. Blasts made since then are told by their counters, which the lane commits together with the rows;
 * only blasts from before are counted row by row, so a status bar may ask often.
 */
export async function countMessagesThatLeft(input: {
  db: Pick<Database, 'pool'>;
  userId: string;
  since: Date;
}): Promise<number> {
  const { rows } = await input.db.pool.query<{ used: number }>(
    `SELECT (
       coalesce((
         SELECT sum(sent_count + delivered_count + read_count)
         FROM blast_jobs WHERE user_id = $1 AND created_at >= $2
       ), 0)
       + (
         SELECT count(*)
         FROM blast_jobs b JOIN blast_messages m ON m.blast_serial = b.serial
         WHERE b.user_id = $1 AND b.created_at < $2
           AND (b.finished_at IS NULL OR b.finished_at >= $2::timestamptz - interval '30 days')
           AND m.status IN ('SENT', 'DELIVERED', 'READ')
           AND coalesce(m.sent_at, m.sending_at, m.updated_at) >= $2
       )
     )::int AS used`,
    [input.userId, input.since],
  );
  return rows[0]?.used ?? 0;
}
