import type { Database } from '@siar/db';
import { sourcesOf, WHATSAPP_MOVES, type WhatsAppStatus } from '@siar/shared';
import { v7 as uuidv7 } from 'uuid';
import type { LaneSession } from './lane-port.ts';
import { LIVE_STATES, LOGOUT_WISH } from './session-states.ts';

/** What a host needs to know of the number that it has taken over. */
export interface HeldSession extends LaneSession {
  isLinked: boolean;
  hasCredentials: boolean;
  pairingPhoneNumber: string | null;
  isLogoutWanted: boolean;
}

/** What the person wants, as the row says. */
export interface SessionWish {
  isWanted: boolean;
  isLogoutWanted: boolean;
  status: WhatsAppStatus;
  pairingPhoneNumber: string | null;
}

export interface StateChange {
  to: WhatsAppStatus;
  reason?: string | null;
  at: Date;
  /** The person has to connect again: nobody starts this number by itself any more. */
  giveUp?: boolean;
}

/**
 * Everything that a host writes to its WhatsAppSession. Each write names the epoch under which the number was taken
 * over, so a worker that has lost it changes nothing.
 */
export interface SessionWrites {
  /**
   * Makes this process the holder and fences off whoever was. Null when nobody wants the number hosted; it is then
   * DISCONNECTED.
   */
  takeOver(input: { sessionId: string; host: string; at: Date }): Promise<HeldSession | null>;
  /** Along the table of legal moves only; an illegal one changes nothing. */
  move(session: LaneSession, change: StateChange): Promise<'moved' | 'unmoved' | 'fenced'>;
  showQr(session: LaneSession, input: { qr: string; expiresAt: Date }): Promise<void>;
  showPairingCode(session: LaneSession, input: { code: string; expiresAt: Date }): Promise<void>;
  /** Notes which number it is. `in-use`: another tenant has linked it. */
  link(session: LaneSession, input: { phoneNumber: string }): Promise<'linked' | 'in-use' | 'fenced'>;
  /** What the person wants now; null when the number has another holder. */
  wish(session: LaneSession): Promise<SessionWish | null>;
  /** Says that these are held, and learns which are not any more (absent) and which somebody wants something of. */
  heartbeat(
    sessions: readonly LaneSession[],
  ): Promise<{ sessionId: string; isWanted: boolean; isLogoutWanted: boolean }[]>;
}

const TAKE_OVER_SQL = `
  UPDATE whatsapp_sessions s
  SET epoch = s.epoch + 1, host = $2, status = 'STARTING', updated_at = $3,
      reason_code = CASE WHEN s.reason_code = '${LOGOUT_WISH}' THEN s.reason_code END,
      qr = NULL, qr_expires_at = NULL, pairing_code = NULL, pairing_expires_at = NULL,
      last_disconnected_at = CASE WHEN s.status = 'CONNECTED' THEN $3 ELSE s.last_disconnected_at END
  FROM users u
  WHERE s.id = $1 AND s.wanted AND u.id = s.user_id AND u.deactivated_at IS NULL
  RETURNING s.id AS "sessionId", s.user_id AS "userId", s.epoch, s.linked_at IS NOT NULL AS "isLinked",
    EXISTS (SELECT 1 FROM whatsapp_credentials c WHERE c.session_id = s.id) AS "hasCredentials",
    s.pairing_phone_number AS "pairingPhoneNumber", coalesce(s.reason_code = '${LOGOUT_WISH}', false) AS "isLogoutWanted"`;

/** One statement: the lock on the row decides between a late holder and the next one. */
const MOVE_SQL = `
  WITH held AS (
    SELECT id, user_id, status, reason_code FROM whatsapp_sessions WHERE id = $1 AND epoch = $2 FOR NO KEY UPDATE
  ), moved AS (
    UPDATE whatsapp_sessions s
    SET status = $3::whatsapp_status,
        reason_code = CASE WHEN s.reason_code = '${LOGOUT_WISH}' AND $3 <> 'LOGGED_OUT' THEN s.reason_code ELSE $4 END,
        qr = CASE WHEN $3 = 'QR' THEN s.qr END, qr_expires_at = CASE WHEN $3 = 'QR' THEN s.qr_expires_at END,
        pairing_code = CASE WHEN $3 = 'PAIRING' THEN s.pairing_code END,
        pairing_expires_at = CASE WHEN $3 = 'PAIRING' THEN s.pairing_expires_at END,
        pairing_phone_number = CASE WHEN $3 IN ('CONNECTED', 'LOGGED_OUT', 'FAILED') THEN NULL ELSE s.pairing_phone_number END,
        last_connected_at = CASE WHEN $3 = 'CONNECTED' THEN $5 ELSE s.last_connected_at END,
        linked_at = CASE $3 WHEN 'CONNECTED' THEN coalesce(s.linked_at, $5) WHEN 'LOGGED_OUT' THEN NULL ELSE s.linked_at END,
        phone_number = CASE WHEN $3 = 'LOGGED_OUT' THEN NULL ELSE s.phone_number END,
        last_disconnected_at = CASE WHEN held.status = 'CONNECTED' AND $3 <> 'CONNECTED' THEN $5 ELSE s.last_disconnected_at END,
        wanted = s.wanted AND NOT $6::boolean,
        updated_at = $5
    FROM held
    WHERE s.id = held.id AND (held.status = ANY($7::whatsapp_status[]) OR held.status = $3::whatsapp_status)
    RETURNING s.id, s.user_id, s.status, s.reason_code, held.status AS before, held.reason_code AS reason_before
  ), event AS (
    INSERT INTO whatsapp_state_events (id, session_id, user_id, status, reason_code, at)
    SELECT $8::uuid, id, user_id, status, reason_code, $5 FROM moved
    WHERE before <> status OR reason_before IS DISTINCT FROM reason_code
  )
  SELECT (SELECT count(*) FROM held)::int AS held, (SELECT count(*) FROM moved)::int AS moved`;

export function createSessionWrites({ pool, prisma }: Database): SessionWrites {
  return {
    async takeOver({ sessionId, host, at }) {
      const { rows } = await pool.query<HeldSession>(TAKE_OVER_SQL, [sessionId, host, at]);
      const held = rows[0];
      if (held !== undefined) return held;
      // Not wanted any more, and perhaps nobody was there to say so: whoever still runs is fenced off.
      await pool.query(
        `UPDATE whatsapp_sessions SET epoch = epoch + 1, status = 'DISCONNECTED', host = NULL, qr = NULL, pairing_code = NULL,
           reason_code = NULL, updated_at = $2
         WHERE id = $1 AND status = ANY($3::whatsapp_status[])`,
        [sessionId, at, LIVE_STATES],
      );
      return null;
    },

    async move({ sessionId, epoch }, { to, reason = null, at, giveUp = false }) {
      const { rows } = await pool.query<{ held: number; moved: number }>(MOVE_SQL, [
        sessionId,
        epoch,
        to,
        reason,
        at,
        giveUp,
        sourcesOf(WHATSAPP_MOVES, to),
        uuidv7(),
      ]);
      const { held = 0, moved = 0 } = rows[0] ?? {};
      if (held === 0) return 'fenced';
      return moved === 0 ? 'unmoved' : 'moved';
    },

    async showQr({ sessionId, epoch }, { qr, expiresAt }) {
      await pool.query(
        `UPDATE whatsapp_sessions SET qr = $3, qr_expires_at = $4, updated_at = now()
         WHERE id = $1 AND epoch = $2 AND status = 'QR'`,
        [sessionId, epoch, qr, expiresAt],
      );
    },

    async showPairingCode({ sessionId, epoch }, { code, expiresAt }) {
      await pool.query(
        `UPDATE whatsapp_sessions SET pairing_code = $3, pairing_expires_at = $4, updated_at = now()
         WHERE id = $1 AND epoch = $2 AND status = 'PAIRING'`,
        [sessionId, epoch, code, expiresAt],
      );
    },

    async link({ sessionId, epoch }, { phoneNumber }) {
      return prisma.$transaction(async (tx) => {
        // Two tenants who link the same number in the same instant take turns here.
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`whatsapp:${phoneNumber}`}, 0))`;
        const other = await tx.whatsAppSession.findFirst({
          where: { phoneNumber, id: { not: sessionId } },
          select: { id: true },
        });
        if (other !== null) return 'in-use';
        const { count } = await tx.whatsAppSession.updateMany({
          where: { id: sessionId, epoch },
          data: { phoneNumber },
        });
        return count === 0 ? 'fenced' : 'linked';
      });
    },

    async wish({ sessionId, epoch }) {
      const row = await prisma.whatsAppSession.findFirst({ where: { id: sessionId, epoch } });
      if (row === null) return null;
      const { wanted: isWanted, status, pairingPhoneNumber, reasonCode } = row;
      return { isWanted, isLogoutWanted: reasonCode === LOGOUT_WISH, status, pairingPhoneNumber };
    },

    async heartbeat(sessions) {
      const { rows } = await pool.query<{ sessionId: string; isWanted: boolean; isLogoutWanted: boolean }>(
        `UPDATE whatsapp_sessions s SET updated_at = now()
         FROM unnest($1::uuid[], $2::int[]) AS held (id, epoch)
         WHERE s.id = held.id AND s.epoch = held.epoch
         RETURNING s.id AS "sessionId", s.wanted AS "isWanted",
           coalesce(s.reason_code = '${LOGOUT_WISH}', false) AS "isLogoutWanted"`,
        [sessions.map(({ sessionId }) => sessionId), sessions.map(({ epoch }) => epoch)],
      );
      return rows;
    },
  };
}
