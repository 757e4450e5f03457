import type { Database } from '@siar/db';
import type { Clock } from '../../platform/clock.ts';
import type { ReportService } from '../reports/reports.service.ts';
import type { Stats } from './admin.schemas.ts';

/** Whose days an admin's figures count. */
const PLATFORM_TIME_ZONE = 'Asia/Jakarta';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Depth per queue, by its name. */
export type QueueDepths = () => Promise<Record<string, { waiting: number; active: number; delayed: number }>>;

/** Everything on the admin's dashboard, in one go. Reads only; a queue that is away takes nothing else with it. */
export async function readStats(input: {
  db: Database;
  clock: Clock;
  reports: ReportService;
  queueDepths: QueueDepths;
}): Promise<Stats> {
  const { db, clock, reports, queueDepths } = input;
  const { prisma } = db;
  const weekAgo = new Date(clock.now().getTime() - 7 * DAY_MS);
  const [total, active, admins, newLast7Days, numbers, blasts, week, failures, queues, deadLetters, alerts] =
    await Promise.all([
      prisma.user.count(),
      prisma.user.count({ where: { deactivatedAt: null } }),
      prisma.user.count({ where: { deactivatedAt: null, role: 'ADMIN' } }),
      prisma.user.count({ where: { createdAt: { gte: weekAgo } } }),
      prisma.whatsAppSession.groupBy({ by: ['status'], _count: true }),
      prisma.blastJob.groupBy({ by: ['status'], _count: true }),
      reports.platformSummary({
        from: dayInJakarta(weekAgo, 1),
        groupBy: 'day',
        timeZone: PLATFORM_TIME_ZONE,
      }),
      failuresSince({ db, since: weekAgo }),
      queueDepths().catch(() => null),
      prisma.deadLetterJob.count({ where: { resolvedAt: null } }),
      prisma.alert.count({ where: { resolvedAt: null } }),
    ]);
  const byNumber = Object.fromEntries(numbers.map((row) => [row.status, row._count]));
  const byBlast = Object.fromEntries(blasts.map((row) => [row.status, row._count]));
  const { period: _, ...today } = week.items.at(-1) ?? { period: '', ...week.totals };
  return {
    users: { total, active, deactivated: total - active, admins, newLast7Days },
    whatsapp: {
      total: numbers.reduce((sum, row) => sum + row._count, 0),
      connected: byNumber['CONNECTED'] ?? 0,
      byStatus: byNumber,
    },
    blasts: { running: byBlast['RUNNING'] ?? 0, byStatus: byBlast },
    messages: { today, last7Days: week.totals, byDay: week.items, failures },
    queues,
    deadLetters,
    alerts,
  };
}

/** The day of a moment in the platform's time zone, moved by whole days: `YYYY-MM-DD`. */
function dayInJakarta(at: Date, days: number): string {
  const local = new Date(at.getTime() + days * DAY_MS);
  return new Intl.DateTimeFormat('en-CA', { timeZone: PLATFORM_TIME_ZONE }).format(local);
}

async function failuresSince(input: { db: Database; since: Date }): Promise<Stats['messages']['failures']> {
  const { rows } = await input.db.pool.query<{ reasonCode: string; count: number }>(
    `SELECT coalesce(m.reason_code, 'unknown') AS "reasonCode", count(*)::int AS count
     FROM blast_jobs b JOIN blast_messages m ON m.blast_serial = b.serial
     WHERE (b.finished_at IS NULL OR b.finished_at >= $1::timestamptz - interval '30 days')
       AND b.failed_count + b.unknown_count > 0
       AND m.status IN ('FAILED', 'UNKNOWN')
       AND coalesce(m.sent_at, m.sending_at, m.updated_at) >= $1
     GROUP BY 1 ORDER BY 2 DESC LIMIT 20`,
    [input.since],
  );
  return rows;
}
