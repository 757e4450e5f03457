import type { Database } from '@siar/db';
import { type Pace, sendingWindow, type SendingWindow } from '@siar/shared';

/** A running blast, as far as its lane is concerned. */
export interface LaneBlast {
  id: string;
  serial: number;
  message: string;
  pace: Pace;
  window: SendingWindow | null;
}

/** A recipient whose turn may come. */
export interface PendingMessage {
  seq: number;
  phoneNumber: string;
  fields: Record<string, unknown> | null;
  attempts: number;
  /** Milliseconds since the epoch; null: at once. */
  nextAttemptAt: number | null;
  isSuppressed: boolean;
}

/** A recipient whose message was about to leave when somebody or something stopped. */
export interface SendingMessage {
  blastSerial: number;
  seq: number;
  phoneNumber: string;
  fields: Record<string, unknown> | null;
  attempts: number;
  sendingAt: Date;
  message: string;
}

/** What a lane reads. Nothing here is cached; all of it is one tenant's. */
export interface LaneReads {
  runningBlasts(userId: string): Promise<LaneBlast[]>;
  /** PENDING rows after `afterSeq`, in order. */
  pending(input: { blastSerial: number; afterSeq: number; limit: number }): Promise<PendingMessage[]>;
  /** Rows that a former holder, or a send without an answer, left SENDING. */
  sending(userId: string): Promise<SendingMessage[]>;
  isSuppressed(input: { userId: string; phoneNumber: string }): Promise<boolean>;
  nextAllowedAt(sessionId: string): Promise<number | null>;
}

type Pool = Pick<Database['pool'], 'query'>;

export function createLaneReads(pool: Pool): LaneReads {
  return {
    async runningBlasts(userId) {
      const { rows } = await pool.query<LaneBlast & Pace & { window: unknown }>({
        name: 'siar-lane-blasts',
        text: `SELECT id, serial, message, min_delay_ms AS "minDelayMs", max_delay_ms AS "maxDelayMs", "window"
               FROM blast_jobs
               WHERE user_id = $1 AND status = 'RUNNING' AND expanded_at IS NOT NULL AND pending_count > 0
               ORDER BY priority DESC, launched_at, serial`,
        values: [userId],
      });
      return rows.map(({ id, serial, message, minDelayMs, maxDelayMs, window }) => ({
        id,
        serial,
        message,
        pace: { minDelayMs, maxDelayMs },
        window: sendingWindow.nullable().catch(null).parse(window),
      }));
    },

    async pending({ blastSerial, afterSeq, limit }) {
      const { rows } = await pool.query<
        Omit<PendingMessage, 'nextAttemptAt'> & { nextAttemptAt: Date | null }
      >({
        name: 'siar-lane-pending',
        text: `SELECT m.seq, m.phone_number AS "phoneNumber", m.fields, m.attempts, m.next_attempt_at AS "nextAttemptAt",
                 s.phone_number IS NOT NULL AS "isSuppressed"
               FROM blast_messages m
                 LEFT JOIN suppressed_numbers s ON s.user_id = m.user_id AND s.phone_number = m.phone_number
               WHERE m.blast_serial = $1 AND m.seq > $2 AND m.status = 'PENDING'
               ORDER BY m.seq LIMIT $3`,
        values: [blastSerial, afterSeq, limit],
      });
      return rows.map((row) => ({ ...row, nextAttemptAt: row.nextAttemptAt?.getTime() ?? null }));
    },

    async sending(userId) {
      const { rows } = await pool.query<SendingMessage>(
        `SELECT m.blast_serial AS "blastSerial", m.seq, m.phone_number AS "phoneNumber", m.fields, m.attempts,
           coalesce(m.sending_at, m.updated_at) AS "sendingAt", b.message
         FROM blast_jobs b JOIN blast_messages m ON m.blast_serial = b.serial
         WHERE b.user_id = $1 AND b.sending_count > 0 AND m.status = 'SENDING'
         ORDER BY m.blast_serial, m.seq`,
        [userId],
      );
      return rows;
    },

    async isSuppressed({ userId, phoneNumber }) {
      const { rows } = await pool.query({
        name: 'siar-lane-suppressed',
        text: 'SELECT 1 FROM suppressed_numbers WHERE user_id = $1 AND phone_number = $2',
        values: [userId, phoneNumber],
      });
      return rows.length > 0;
    },

    async nextAllowedAt(sessionId) {
      const { rows } = await pool.query<{ at: Date | null }>(
        'SELECT next_allowed_at AS at FROM whatsapp_sessions WHERE id = $1',
        [sessionId],
      );
      return rows[0]?.at?.getTime() ?? null;
    },
  };
}
