import { MESSAGE_MOVES, type MessageStatus } from '@siar/shared';

const legalMoves = (Object.entries(MESSAGE_MOVES) as [MessageStatus, readonly MessageStatus[]][])
  .flatMap(([from, targets]) => targets.map((to) => `('${from}','${to}')`))
  .join(',');

/** A counter's change: rows that arrive in the status minus rows that leave it. */
const delta = (status: MessageStatus, column: string): string =>
  `(count(*) FILTER (WHERE new_status = '${status}') - count(*) FILTER (WHERE old_status = '${status}'))::int AS ${column}`;

const COUNTERS: readonly (readonly [MessageStatus, string])[] = [
  ['PENDING', 'pending_count'],
  ['SENDING', 'sending_count'],
  ['SENT', 'sent_count'],
  ['DELIVERED', 'delivered_count'],
  ['READ', 'read_count'],
  ['FAILED', 'failed_count'],
  ['UNKNOWN', 'unknown_count'],
  ['SKIPPED', 'skipped_count'],
  ['CANCELED', 'canceled_count'],
];

/**
 * One statement per group commit: intents, results and receipts of all lanes of a process.
 *
 * Locks are taken in one order (number, blast, message), the same as everyone who touches more than one of them, so
 * nobody deadlocks. A number whose epoch has moved on is simply not found: its items change nothing. The lock on the
 * number's row also makes a take-over wait for a commit that began before it, and that commit's successor see the
 * new epoch: no write slips in after the new host has looked.
 *
 * Per item: an intent needs its blast RUNNING and its number not suppressed (then the row becomes SKIPPED, in this
 * very transaction); every move must be legal, so late and repeated items change nothing. Counters, the number's
 * next permitted time and its usage bucket move with the rows. A RUNNING blast without pending or sending rows
 * is COMPLETED here, at the same moment.
 *
 * Parameters are arrays, one element per item: session ids, epochs, blast serials, seqs, target statuses, reason codes,
 * times (of the fact), next attempts, next permitted times (intents), attempt changes.
 *
 * Rows: `n` (1-based item) with the status the row has now for each item that moved; for each blast touched a row
 * with `blast_id`, `user_id`, `rev`, `blast_status`; `fenced` true with `session_id` for each lost number.
 */
export const COMMIT_SQL = `
WITH input AS (
  SELECT * FROM unnest($1::uuid[], $2::int[], $3::int[], $4::int[], $5::message_status[], $6::text[],
    $7::timestamptz[], $8::timestamptz[], $9::timestamptz[], $10::int[])
  WITH ORDINALITY AS i (session_id, epoch, blast_serial, seq, status, reason_code, at, next_attempt_at,
    next_allowed_at, attempt_change, n)
),
number AS (
  SELECT s.id, s.user_id, s.epoch FROM whatsapp_sessions s
  WHERE (s.id, s.epoch) IN (SELECT session_id, epoch FROM input)
  ORDER BY s.id FOR UPDATE
),
blast AS (
  SELECT b.serial, b.id, b.user_id, b.status FROM blast_jobs b
  WHERE b.serial IN (SELECT blast_serial FROM input i JOIN number s ON s.id = i.session_id AND s.epoch = i.epoch)
  ORDER BY b.serial FOR NO KEY UPDATE
),
live AS (
  SELECT i.n, i.session_id, i.blast_serial, i.seq, m.status AS old_status, i.attempt_change, i.at, i.next_attempt_at,
    i.next_allowed_at, i.status = 'SENDING' AND x.phone_number IS NULL AS is_intent,
    CASE WHEN i.status = 'SENDING' AND x.phone_number IS NOT NULL THEN 'SKIPPED' ELSE i.status END AS new_status,
    CASE WHEN i.status = 'SENDING' AND x.phone_number IS NOT NULL THEN 'suppressed' ELSE i.reason_code END AS reason_code
  FROM input i
    JOIN number s ON s.id = i.session_id AND s.epoch = i.epoch
    JOIN blast b ON b.serial = i.blast_serial AND b.user_id = s.user_id
    JOIN blast_messages m ON m.blast_serial = i.blast_serial AND m.seq = i.seq
    LEFT JOIN suppressed_numbers x ON i.status = 'SENDING' AND x.user_id = m.user_id AND x.phone_number = m.phone_number
  WHERE (m.status::text, i.status::text) IN (VALUES ${legalMoves})
    AND (i.status <> 'SENDING' OR b.status = 'RUNNING')
),
moved AS (
  UPDATE blast_messages m SET
    status = l.new_status,
    reason_code = l.reason_code,
    attempts = (m.attempts + CASE WHEN l.is_intent OR l.attempt_change < 0 THEN l.attempt_change ELSE 0 END)::smallint,
    next_attempt_at = l.next_attempt_at,
    sending_at = CASE WHEN l.is_intent THEN l.at ELSE m.sending_at END,
    sent_at = CASE WHEN l.new_status IN ('SENT', 'DELIVERED', 'READ') THEN coalesce(m.sent_at, l.at) ELSE m.sent_at END,
    delivered_at = CASE WHEN l.new_status IN ('DELIVERED', 'READ') THEN coalesce(m.delivered_at, l.at) ELSE m.delivered_at END,
    read_at = CASE WHEN l.new_status = 'READ' THEN coalesce(m.read_at, l.at) ELSE m.read_at END,
    updated_at = l.at
  FROM live l
  WHERE m.blast_serial = l.blast_serial AND m.seq = l.seq
  RETURNING l.n, l.session_id, l.blast_serial, l.seq, l.old_status, l.new_status, l.reason_code, l.is_intent,
    l.next_allowed_at, l.at, m.user_id
),
change AS (
  SELECT blast_serial, ${COUNTERS.map(([status, column]) => delta(status, column)).join(', ')}
  FROM moved GROUP BY blast_serial
),
counted AS (
  UPDATE blast_jobs b SET
    ${COUNTERS.map(([, column]) => `${column} = b.${column} + c.${column}`).join(', ')},
    rev = b.rev + 1,
    started_at = coalesce(b.started_at, now()),
    status = CASE WHEN b.status = 'RUNNING' AND b.pending_count + c.pending_count + b.sending_count + c.sending_count = 0
      THEN 'COMPLETED'::blast_status ELSE b.status END,
    finished_at = CASE WHEN b.status = 'RUNNING' AND b.pending_count + c.pending_count + b.sending_count + c.sending_count = 0
      THEN now() ELSE b.finished_at END,
    updated_at = now()
  FROM change c WHERE b.serial = c.blast_serial
  RETURNING b.id, b.user_id, b.rev, b.status
),
paced AS (
  UPDATE whatsapp_sessions s SET next_allowed_at = p.next_allowed_at
  FROM (SELECT session_id, max(next_allowed_at) AS next_allowed_at FROM moved WHERE is_intent GROUP BY session_id) p
  WHERE s.id = p.session_id
),
used AS (
  INSERT INTO lane_usage (session_id, bucket_start, count)
  SELECT session_id, date_bin('5 minutes', at, 'epoch'), count(*)::int FROM moved WHERE is_intent GROUP BY 1, 2
  ON CONFLICT (session_id, bucket_start) DO UPDATE SET count = lane_usage.count + excluded.count
),
troubled AS (
  INSERT INTO blast_failures (blast_serial, seq, user_id, status, reason_code, at)
  SELECT blast_serial, seq, user_id, new_status, coalesce(reason_code, 'interrupted'), at FROM moved
  WHERE new_status IN ('FAILED', 'UNKNOWN')
  ON CONFLICT (blast_serial, seq) DO UPDATE
    SET status = excluded.status, reason_code = excluded.reason_code, at = excluded.at
),
cured AS (
  DELETE FROM blast_failures f USING moved m
  WHERE m.old_status IN ('FAILED', 'UNKNOWN') AND m.new_status NOT IN ('FAILED', 'UNKNOWN')
    AND f.blast_serial = m.blast_serial AND f.seq = m.seq
)
SELECT n::int, new_status::text AS status, NULL::uuid AS blast_id, NULL::uuid AS user_id, NULL::int AS rev,
  NULL::text AS blast_status, NULL::uuid AS session_id FROM moved
UNION ALL
SELECT NULL, NULL, id, user_id, rev, status::text, NULL FROM counted
UNION ALL
SELECT DISTINCT NULL::int, NULL, NULL::uuid, NULL::uuid, NULL::int, NULL, i.session_id FROM input i
WHERE NOT EXISTS (SELECT 1 FROM number s WHERE s.id = i.session_id AND s.epoch = i.epoch)`;
