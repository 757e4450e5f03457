import type { Database } from '@siar/db';
import { DomainError, notFound } from '@siar/shared';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';

export const groupBy = z.enum(['day', 'week', 'month']);
export type GroupBy = z.infer<typeof groupBy>;

/**
 * A message belongs to the moment at which it left, or was last tried. `sent`: WhatsApp took it; `delivered` and
 * `read` are among them. `successRate`: sent of all tried (sent + failed + unknown), 0 to 1; null when none was.
 */
export const tally = z.object({
  sent: z.int(),
  delivered: z.int(),
  read: z.int(),
  failed: z.int(),
  unknown: z.int(),
  successRate: z.number().nullable(),
});
export type Tally = z.infer<typeof tally>;

export const summary = z.object({
  /** `period`: its first day, `YYYY-MM-DD` in the tenant's time zone; weeks begin on Monday. No period is left out. */
  items: z.array(tally.extend({ period: z.string() })),
  totals: tally,
});
export type Summary = z.infer<typeof summary>;

export interface ReportService {
  /**
   * @param from first day (`YYYY-MM-DD`, the tenant's) or moment (ISO 8601); by default 30 days, 12 weeks
   *   or 12 months up to `to`
   * @param to last day, included whole, or moment, excluded; by default today, whole
   * @throws invalid_input when the range is upside down or longer than 750 periods
   */
  summary(input: { userId: string; from?: string; to?: string; groupBy: GroupBy }): Promise<Summary>;
  /** The same over all tenants. */
  platformSummary(input: {
    from?: string;
    to?: string;
    groupBy: GroupBy;
    timeZone: string;
  }): Promise<Summary>;
}

const MAX_PERIODS = 750;
const DEFAULT_PERIODS = { day: 30, week: 12, month: 12 } as const satisfies Record<GroupBy, number>;
const DAY_MS = 24 * 60 * 60 * 1000;
const PERIOD_MS = { day: DAY_MS, week: 7 * DAY_MS, month: 31 * DAY_MS } as const satisfies Record<
  GroupBy,
  number
>;

/**
 * Read from the messages themselves, so it cannot disagree with them. A tenant's blasts are found by their index and
 * their messages by the key: a range with a million messages took 1.2 to 2 s on two overloaded cores. When that is
 * too slow, the DailyTally rows are the place to keep sums.
 *
 * Counted in quarters of an hour first: every time zone's midnight is one, and a million conversions of time zone
 * would cost more than the counting.
 *
 * A blast that ended 30 days before the range is not opened: only a receipt over 30 days late could belong.
 */
const SUMMARY_SQL = `
  WITH ending AS (
    SELECT CASE
      WHEN $3::text IS NULL THEN (date_trunc('day', $6::timestamptz AT TIME ZONE $4) + interval '1 day') AT TIME ZONE $4
      WHEN $3 ~ 'T' THEN $3::timestamptz
      ELSE ($3::timestamp + interval '1 day') AT TIME ZONE $4
    END AS to_at
  ),
  bounds AS (
    SELECT to_at, CASE
      WHEN $2::text IS NULL THEN (
        date_trunc($5, (to_at - interval '1 microsecond') AT TIME ZONE $4) - ($7::int - 1) * ('1 ' || $5)::interval
      ) AT TIME ZONE $4
      WHEN $2 ~ 'T' THEN $2::timestamptz
      ELSE $2::timestamp AT TIME ZONE $4
    END AS from_at
    FROM ending
  ),
  slots AS (
    SELECT
      date_bin('15 minutes', coalesce(m.sent_at, m.sending_at, m.updated_at), 'epoch') AS slot,
      m.status,
      count(*) AS messages
    FROM bounds
      JOIN blast_jobs b ON ($1::uuid IS NULL OR b.user_id = $1)
        AND b.created_at < to_at AND (b.finished_at IS NULL OR b.finished_at >= from_at - interval '30 days')
      JOIN blast_messages m ON m.blast_serial = b.serial
    WHERE m.status IN ('SENT', 'DELIVERED', 'READ', 'FAILED', 'UNKNOWN')
      AND coalesce(m.sent_at, m.sending_at, m.updated_at) >= from_at
      AND coalesce(m.sent_at, m.sending_at, m.updated_at) < to_at
    GROUP BY 1, 2
  ),
  tallies AS (
    SELECT
      date_trunc($5, slot AT TIME ZONE $4) AS period,
      sum(messages) FILTER (WHERE status IN ('SENT', 'DELIVERED', 'READ')) AS sent,
      sum(messages) FILTER (WHERE status IN ('DELIVERED', 'READ')) AS delivered,
      sum(messages) FILTER (WHERE status = 'READ') AS read,
      sum(messages) FILTER (WHERE status = 'FAILED') AS failed,
      sum(messages) FILTER (WHERE status = 'UNKNOWN') AS unknown
    FROM slots
    GROUP BY 1
  )
  SELECT
    to_char(p.period, 'YYYY-MM-DD') AS period,
    coalesce(sent, 0)::int AS sent, coalesce(delivered, 0)::int AS delivered, coalesce(read, 0)::int AS read,
    coalesce(failed, 0)::int AS failed, coalesce(unknown, 0)::int AS unknown
  FROM bounds
    CROSS JOIN generate_series(
      date_trunc($5, from_at AT TIME ZONE $4),
      (to_at - interval '1 microsecond') AT TIME ZONE $4,
      ('1 ' || $5)::interval
    ) AS p (period)
    LEFT JOIN tallies t ON t.period = p.period
  ORDER BY p.period`;

type Counts = Omit<Tally, 'successRate'>;

export function createReportService({ db, clock }: { db: Database; clock: Clock }): ReportService {
  async function read(input: {
    userId: string | null;
    from?: string;
    to?: string;
    groupBy: GroupBy;
    timeZone: string;
  }): Promise<Summary> {
    const now = clock.now();
    checkRange({ ...input, now });
    const { rows } = await db.pool.query<Counts & { period: string }>(SUMMARY_SQL, [
      input.userId,
      input.from ?? null,
      input.to ?? null,
      input.timeZone,
      input.groupBy,
      now,
      DEFAULT_PERIODS[input.groupBy],
    ]);
    return { items: rows.map((row) => ({ ...row, ...toTally(row) })), totals: toTally(sumOf(rows)) };
  }

  return {
    async summary({ userId, ...range }) {
      const user = await db.prisma.user.findUnique({ where: { id: userId }, select: { timeZone: true } });
      if (user === null) throw notFound('user');
      return read({ ...range, userId, timeZone: user.timeZone });
    },
    platformSummary: (range) => read({ ...range, userId: null }),
  };
}

/** An upside-down range is a mistake; an endless one would be an answer of a million empty days. */
function checkRange(input: { from?: string; to?: string; groupBy: GroupBy; now: Date }): void {
  if (input.from === undefined) return;
  const to = input.to === undefined ? input.now.getTime() + DAY_MS : Date.parse(input.to);
  const span = to - Date.parse(input.from);
  if (span < 0) throw invalidRange('must not be after to');
  if (span > MAX_PERIODS * PERIOD_MS[input.groupBy]) {
    throw invalidRange(`must be at most ${MAX_PERIODS} periods before to`);
  }
}

function invalidRange(message: string): DomainError {
  return new DomainError('invalid_input', { issues: [{ path: 'from', kind: 'custom', message }] });
}

function sumOf(rows: readonly Counts[]): Counts {
  const sum = { sent: 0, delivered: 0, read: 0, failed: 0, unknown: 0 };
  for (const row of rows) {
    sum.sent += row.sent;
    sum.delivered += row.delivered;
    sum.read += row.read;
    sum.failed += row.failed;
    sum.unknown += row.unknown;
  }
  return sum;
}

function toTally({ sent, delivered, read, failed, unknown }: Counts): Tally {
  const tried = sent + failed + unknown;
  return { sent, delivered, read, failed, unknown, successRate: tried === 0 ? null : sent / tried };
}
