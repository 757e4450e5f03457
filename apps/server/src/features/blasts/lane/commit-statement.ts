import type { BlastStatus } from '@siar/shared';
import type { Change, LaneRef } from './lane-change.ts';

/** The slice of a pg pool that the committer needs. */
export interface CommitPool {
  query(config: { name: string; text: string; values: unknown[] }): Promise<{ rows: unknown[] }>;
}

export interface Waiting {
  lane: LaneRef;
  change: Change;
  /** An earlier commit of this change ended without an answer. */
  isRepeated: boolean;
}

/** A blast that a commit touched, as it is afterwards. */
export interface TouchedBlast {
  id: string;
  userId: string;
  rev: number;
  status: BlastStatus;
  /** Its last message had its turn in this very commit. */
  isCompletedNow: boolean;
}

export interface Committed {
  /** Positions in the batch of the changes that moved their row. */
  moved: ReadonlySet<number>;
  /** Those of the batch's lanes whose epoch still stands. */
  held: ReadonlySet<LaneRef>;
  blasts: readonly TouchedBlast[];
}

/**
 * All changes of all lanes of this process, with everything that must be true together with them, as one statement
 * and so one transaction and one round trip:
 *
 * - `lane`: whoever lost his number is not in it. The row lock closes the gap between this snapshot and a take-over
 *   that commits meanwhile: he waits for us, or we see his epoch.
 * - `blast`: locked before its messages, in order, as everybody does who changes both. An intent needs it RUNNING
 *   in its newest version, so nothing leaves after a pause has been answered.
 * - `held`, `known`: both as arrays. Joined, they would be gone through row by row for each change: with a hundred
 *   lanes that took most of the statement's time.
 * - `moved`: a row moves only from the status that the move names. Several moves per change are several rows of `c`,
 *   of which one at most matches. One change per row and statement: the caller sees to that.
 * - `counted`, `used`, `paced`, `failed`: counters, sends per five minutes, the number's next moment, the dead letters.
 *
 * A blast whose last message has had its turn is COMPLETED by the commit that says so.
 */
const COMMIT_SQL = `
  WITH lane AS (
    SELECT l.k, s.id, s.user_id, to_timestamp(l.next_allowed_ms / 1000) AS next_allowed_at
    FROM unnest($1::uuid[], $2::int[], $3::float8[]) WITH ORDINALITY AS l (id, epoch, next_allowed_ms, k)
      JOIN whatsapp_sessions s ON s.id = l.id AND s.epoch = l.epoch
    FOR SHARE OF s
  ), blast AS (
    SELECT b.serial, b.status = 'RUNNING' AS is_running
    FROM blast_jobs b WHERE b.serial = ANY($4::int[])
    ORDER BY b.serial
    FOR NO KEY UPDATE OF b
  ), held AS MATERIALIZED (
    SELECT array_agg(k::int) AS ks, array_agg(id) AS ids, array_agg(user_id) AS users FROM lane
  ), known AS MATERIALIZED (
    SELECT array_agg(serial) AS serials, array_agg(is_running) AS running FROM blast
  ), moved AS (
    UPDATE blast_messages m
    SET status = c.to_status,
        attempts = m.attempts + c.attempts_delta,
        reason_code = c.reason_code,
        next_attempt_at = c.next_attempt_at,
        sending_at = CASE WHEN c.to_status = 'SENDING' THEN c.at ELSE m.sending_at END,
        sent_at = CASE WHEN c.to_status IN ('SENT', 'DELIVERED', 'READ') THEN coalesce(m.sent_at, c.at) ELSE m.sent_at END,
        delivered_at = CASE WHEN c.to_status IN ('DELIVERED', 'READ') THEN coalesce(m.delivered_at, c.at) ELSE m.delivered_at END,
        read_at = CASE WHEN c.to_status = 'READ' THEN coalesce(m.read_at, c.at) ELSE m.read_at END,
        updated_at = c.at
    FROM (
      SELECT n, serial, seq, from_status, to_status, if_attempts, attempts_delta, reason_code,
        to_timestamp(at_ms / 1000) AS at, to_timestamp(next_attempt_ms / 1000) AS next_attempt_at,
        held.ids[array_position(held.ks, k)] AS session_id, held.users[array_position(held.ks, k)] AS user_id,
        known.running[array_position(known.serials, serial)] AS is_running
      FROM held, known, unnest(
        $5::int[], $6::int[], $7::int[], $8::int[], $9::message_status[], $10::message_status[],
        $11::smallint[], $12::smallint[], $13::float8[], $14::text[], $15::float8[]
      ) AS u (n, k, serial, seq, from_status, to_status, if_attempts, attempts_delta, at_ms, reason_code, next_attempt_ms)
      OFFSET 0
    ) c
    WHERE m.blast_serial = c.serial AND m.seq = c.seq AND m.status = c.from_status AND m.user_id = c.user_id
      AND (c.if_attempts IS NULL OR m.attempts = c.if_attempts)
      AND (c.to_status <> 'SENDING' OR c.from_status = 'SENDING' OR c.is_running)
    RETURNING c.n, c.session_id, m.blast_serial, m.seq, m.user_id, c.from_status, c.to_status, c.at, c.reason_code
  ), change AS (
    SELECT blast_serial, min(at) AS first_at,
      count(*) FILTER (WHERE to_status = 'PENDING') - count(*) FILTER (WHERE from_status = 'PENDING') AS pending,
      count(*) FILTER (WHERE to_status = 'SENDING') - count(*) FILTER (WHERE from_status = 'SENDING') AS sending,
      count(*) FILTER (WHERE to_status = 'SENT') - count(*) FILTER (WHERE from_status = 'SENT') AS sent,
      count(*) FILTER (WHERE to_status = 'DELIVERED') - count(*) FILTER (WHERE from_status = 'DELIVERED') AS delivered,
      count(*) FILTER (WHERE to_status = 'READ') AS read,
      count(*) FILTER (WHERE to_status = 'FAILED') - count(*) FILTER (WHERE from_status = 'FAILED') AS failed,
      count(*) FILTER (WHERE to_status = 'UNKNOWN') - count(*) FILTER (WHERE from_status = 'UNKNOWN') AS unknown,
      count(*) FILTER (WHERE to_status = 'SKIPPED') AS skipped
    FROM moved GROUP BY blast_serial
  ), counted AS (
    UPDATE blast_jobs b
    SET pending_count = b.pending_count + d.pending, sending_count = b.sending_count + d.sending,
        sent_count = b.sent_count + d.sent, delivered_count = b.delivered_count + d.delivered,
        read_count = b.read_count + d.read, failed_count = b.failed_count + d.failed,
        unknown_count = b.unknown_count + d.unknown, skipped_count = b.skipped_count + d.skipped,
        rev = b.rev + 1, updated_at = now(),
        started_at = coalesce(b.started_at, d.first_at),
        status = CASE WHEN b.status IN ('RUNNING', 'PAUSED') AND b.expanded_at IS NOT NULL
          AND b.pending_count + d.pending = 0 AND b.sending_count + d.sending = 0 THEN 'COMPLETED' ELSE b.status END,
        pause_reason = CASE WHEN b.pending_count + d.pending = 0 AND b.sending_count + d.sending = 0 THEN NULL ELSE b.pause_reason END,
        finished_at = CASE WHEN b.status IN ('RUNNING', 'PAUSED') AND b.expanded_at IS NOT NULL
          AND b.pending_count + d.pending = 0 AND b.sending_count + d.sending = 0 THEN now() ELSE b.finished_at END
    FROM change d WHERE b.serial = d.blast_serial
    RETURNING b.id, b.user_id, b.rev, b.status, coalesce(b.finished_at = now()::timestamptz(3), false) AS is_completed_now
  ), used AS (
    INSERT INTO lane_usage (session_id, bucket_start, count)
    SELECT session_id, to_timestamp(floor(extract(epoch FROM at) / 300) * 300), count(*)
    FROM moved WHERE to_status = 'SENDING' AND from_status = 'PENDING'
    GROUP BY 1, 2
    ON CONFLICT (session_id, bucket_start) DO UPDATE SET count = lane_usage.count + excluded.count
  ), paced AS (
    UPDATE whatsapp_sessions s SET next_allowed_at = lane.next_allowed_at
    FROM lane WHERE s.id = lane.id AND lane.next_allowed_at IS NOT NULL
  ), failed AS (
    INSERT INTO blast_failures (blast_serial, seq, user_id, status, reason_code, at)
    SELECT blast_serial, seq, user_id, to_status, coalesce(reason_code, 'refused'), at
    FROM moved WHERE to_status IN ('FAILED', 'UNKNOWN')
    ON CONFLICT (blast_serial, seq) DO UPDATE
      SET status = excluded.status, reason_code = excluded.reason_code, at = excluded.at
  )
  SELECT
    (SELECT array_agg(n) FROM moved) AS moved,
    (SELECT array_agg(k::int) FROM lane) AS held,
    (SELECT json_agg(json_build_object('id', id, 'userId', user_id, 'rev', rev, 'status', status,
      'isCompletedNow', is_completed_now)) FROM counted) AS blasts`;

/** Prepared once per connection under this name. */
const STATEMENT_NAME = 'siar-lane-commit';

interface Answer {
  moved: number[] | null;
  /** 1-based positions among the batch's lanes. */
  held: number[] | null;
  blasts: TouchedBlast[] | null;
}

/** Commits the batch. It holds each message once. Throws what PostgreSQL or the line to it throws. */
export async function commitBatch(pool: CommitPool, batch: readonly Waiting[]): Promise<Committed> {
  const { values, lanes } = toParameters(batch);
  const { rows } = await pool.query({ name: STATEMENT_NAME, text: COMMIT_SQL, values });
  const answer = rows[0] as Answer | undefined;
  const held = new Set(answer?.held ?? []);
  return {
    moved: new Set(answer?.moved ?? []),
    held: new Set(lanes.filter((_, index) => held.has(index + 1))),
    blasts: answer?.blasts ?? [],
  };
}

function toParameters(batch: readonly Waiting[]): { values: unknown[]; lanes: LaneRef[] } {
  const positions = new Map<LaneRef, number>();
  const nextAllowed: (number | null)[] = [];
  const serials = new Set<number>();
  const columns: unknown[][] = Array.from({ length: 11 }, () => []);
  batch.forEach(({ lane, change, isRepeated }, index) => {
    let position = positions.get(lane);
    if (position === undefined) {
      position = positions.size + 1;
      positions.set(lane, position);
      nextAllowed.push(null);
    }
    if (change.nextAllowedAt !== null) nextAllowed[position - 1] = change.nextAllowedAt;
    serials.add(change.blastSerial);
    const { blastSerial, seq, at, reasonCode, nextAttemptAt } = change;
    for (const { from, to, ifAttempts = null, attemptsDelta = 0, whenRepeated = false } of change.moves) {
      if (whenRepeated && !isRepeated) continue;
      [
        index,
        position,
        blastSerial,
        seq,
        from,
        to,
        ifAttempts,
        attemptsDelta,
        at,
        reasonCode,
        nextAttemptAt,
      ].forEach((value, column) => columns[column]?.push(value));
    }
  });
  const lanes = [...positions.keys()];
  const values = [
    lanes.map(({ sessionId }) => sessionId),
    lanes.map(({ epoch }) => epoch),
    nextAllowed,
    [...serials],
    ...columns,
  ];
  return { values, lanes };
}
