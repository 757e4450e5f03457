import type { BlastJob, WhatsAppStatus } from '@siar/db';
import {
  audience as audienceSchema,
  type BlastCounts,
  type BlastView,
  estimate,
  isWithinWindow,
  type PauseReason,
  type SendingWindow,
  sendingWindow,
} from '@siar/shared';

/** What a tenant's blasts share: the state of his number, and its turns. */
export interface LaneView {
  whatsApp: WhatsAppStatus | null;
  runningBlasts: number;
  /** Milliseconds since the epoch. */
  now: number;
}

export function countsOf(row: BlastJob): BlastCounts {
  return {
    pending: row.pendingCount,
    sending: row.sendingCount,
    sent: row.sentCount,
    delivered: row.deliveredCount,
    read: row.readCount,
    failed: row.failedCount,
    unknown: row.unknownCount,
    skipped: row.skippedCount,
    canceled: row.canceledCount,
  };
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** A blast as lists show it: without the numbers that were given directly. */
export function toBlastView(row: BlastJob, lane: LaneView): BlastView {
  const { numbers, ...audience } = audienceSchema.parse(row.audience);
  const window = sendingWindow.nullable().catch(null).parse(row.window);
  const forecast = forecastOf(row, { ...lane, seen: null });
  return {
    id: row.id,
    name: row.name,
    message: row.message,
    templateId: row.templateId,
    status: row.status,
    pauseReason: row.pauseReason,
    waitReason: waitReasonOf({ row, window, lane }),
    totalRecipients: row.totalRecipients,
    counts: countsOf(row),
    audience: { ...audience, numberCount: numbers?.length ?? 0 },
    pacing: { minDelayMs: row.minDelayMs, maxDelayMs: row.maxDelayMs },
    window,
    ...forecast,
    scheduledAt: iso(row.scheduledAt),
    createdAt: row.createdAt.toISOString(),
    startedAt: iso(row.startedAt),
    finishedAt: iso(row.finishedAt),
  };
}

/** One blast, with the numbers. */
export function toBlastDetail(row: BlastJob, lane: LaneView): BlastView {
  const view = toBlastView(row, lane);
  return { ...view, audience: { ...view.audience, ...audienceSchema.parse(row.audience) } };
}

/** Rate and end of a running blast; nothing is promised for one that does not run. */
export function forecastOf(
  row: BlastJob,
  facts: { now: number; runningBlasts: number; seen: { messages: number; ms: number } | null },
): { ratePerMinute: number; estimatedFinishAt: string | null } {
  const remaining = row.pendingCount + row.sendingCount;
  if (row.status !== 'RUNNING' || remaining === 0) return { ratePerMinute: 0, estimatedFinishAt: null };
  const { ratePerMinute, finishAt } = estimate({
    now: facts.now,
    remaining,
    pace: row,
    sharers: facts.runningBlasts,
    seen: facts.seen,
  });
  return { ratePerMinute, estimatedFinishAt: finishAt === null ? null : new Date(finishAt).toISOString() };
}

function waitReasonOf(input: {
  row: BlastJob;
  window: SendingWindow | null;
  lane: LaneView;
}): PauseReason | null {
  const { row, window, lane } = input;
  if (row.status !== 'RUNNING') return null;
  if (lane.whatsApp === 'RESTRICTED') return 'RESTRICTION';
  if (lane.whatsApp !== 'CONNECTED') return 'DISCONNECTED';
  return window !== null && !isWithinWindow(window, lane.now) ? 'WINDOW' : null;
}
