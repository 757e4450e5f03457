import { type MessageIds, nextSend, renderTemplate } from '@siar/shared';
import type { Clock } from '../../../platform/clock.ts';
import type { Logger } from '../../../platform/logger.ts';
import type { Metrics } from '../../../platform/metrics.ts';
import type { Ack, SendResult, WhatsAppEngine } from '../../../platform/whatsapp/engine.ts';
import type { Lane, LaneSession } from '../../whatsapp/lane-port.ts';
import { bodyFields, createDoubts, doubtOf } from './doubts.ts';
import { type GroupCommitter, LaneFencedError } from './group-committer.ts';
import { type Change, intent, receipt, refusedLate, skipped, UNHURRIED_MS } from './lane-change.ts';
import { createLaneBacklog, type Turn } from './lane-backlog.ts';
import type { LaneReads } from './lane-reads.ts';
import { judgeSend } from './send-verdict.ts';
import { createWaker } from './waker.ts';

export interface LaneDeps {
  reads: LaneReads;
  committer: GroupCommitter;
  ids: MessageIds;
  clock: Clock;
  logger: Logger;
  metrics?: Pick<Metrics, 'sends' | 'sendSeconds'>;
  engineName: string;
  /** 0 ≤ x < 1. */
  random: () => number;
}

/** How often a lane with work, and one without, looks what is to be done, should nobody have told it: ms. */
const LOOK_BUSY_MS = 5_000;
const LOOK_IDLE_MS = 30_000;
/** What was read longer ago is asked for once more whether its recipient has opted out since, in milliseconds. */
const FRESH_MS = 5_000;
/** A pause at least this long leaves time for a commit in company. */
const LEISURE_MS = 200;
const TROUBLE_MS = 500;
const LET_GO_MS = 200;
const MAX_SERIAL = 2 ** 31 - 1;

/**
 * Sends one number's messages, one after the other: intent committed → handed to the engine → result committed with
 * whatever commits next. Nothing leaves without a committed intent, and no intent is committed for a blast that
 * does not run or by a worker that does not hold the number.
 */
export function createLane(session: LaneSession, engine: WhatsAppEngine, deps: LaneDeps): Lane {
  const { reads, committer, ids, clock, metrics, engineName, random } = deps;
  const logger = deps.logger.child({ sessionId: session.sessionId, userId: session.userId });
  const backlog = createLaneBacklog({ userId: session.userId, reads });
  const doubts = createDoubts({ engine, ids });
  const waker = createWaker();
  const aborted = new AbortController();
  const uncommitted = new Set<Promise<unknown>>();
  let isOnline = false;
  let isStopping = false;
  let isReconciled = false;
  let fenced: LaneFencedError | null = null;
  let nextAllowedAt: number | null = null;
  let holdUntil: number | null = null;
  let lookAt = 0;
  let inFlightId: string | null = null;
  let ended: Promise<void> | null = null;

  const now = (): number => clock.now().getTime();

  async function work(): Promise<void> {
    let isTroubled = false;
    while (!isStopping) {
      try {
        if (isOnline) await step();
        else await waker.wait(null);
        isTroubled = false;
      } catch (error) {
        if (fenced !== null || error instanceof LaneFencedError) break;
        // The database is away: nothing can be read, so nothing is sent, and all of it is still there afterwards.
        if (!isTroubled) logger.warn({ err: error }, 'the lane cannot go on; it tries again');
        isTroubled = true;
        await waker.wait(TROUBLE_MS);
      }
    }
    if (fenced !== null) throw fenced;
  }

  /** One message, or one wait. */
  async function step(): Promise<void> {
    if (!isReconciled) await reconcile();
    if (await settleDoubt()) return;
    if (now() >= lookAt) {
      await backlog.refresh();
      lookAt = now() + (backlog.isEmpty() ? LOOK_IDLE_MS : LOOK_BUSY_MS);
    }
    const turn = await backlog.next(now());
    if (!('message' in turn)) return sleepUntil(turn.dueAt);
    const { pace, window } = turn.blast;
    const decision = nextSend({ now: now(), nextAllowedAt, holdUntil, pace, window, random: random() });
    if (decision.kind === 'stop') return sleepUntil(null);
    if (decision.kind === 'wait') return sleepUntil(decision.until);
    if (await hasOptedOut(turn)) return skip(turn);
    await send(turn, decision);
  }

  /** Until then, or until it is time to look again, or a doubt is due, or somebody wakes the lane. */
  function sleepUntil(at: number | null): Promise<void> {
    const until = Math.min(at ?? Infinity, lookAt, doubts.dueAt() ?? Infinity);
    return waker.wait(until - now());
  }

  /** What the former holder left in flight. Read only now that the number is connected: its old line is dead. */
  async function reconcile(): Promise<void> {
    nextAllowedAt = await reads.nextAllowedAt(session.sessionId);
    const rows = await reads.sending(session.userId);
    for (const row of rows) doubts.add(doubtOf(row));
    if (rows.length > 0)
      logger.info({ messages: rows.length }, 'asking WhatsApp about messages left in flight');
    isReconciled = true;
  }

  async function settleDoubt(): Promise<boolean> {
    const settled = await doubts.settleNext(now());
    if (settled === null) return false;
    const { doubt, verdict } = settled;
    await commit(verdict.change).catch((error: unknown) => {
      if (!(error instanceof LaneFencedError)) doubts.add(doubt);
      throw error;
    });
    if (verdict.isPendingAgain) backlog.rewind({ serial: doubt.blastSerial });
    return true;
  }

  async function hasOptedOut({ message, readAt }: Turn): Promise<boolean> {
    if (message.isSuppressed) return true;
    if (now() - readAt < FRESH_MS) return false;
    return reads.isSuppressed({ userId: session.userId, phoneNumber: message.phoneNumber });
  }

  async function skip(turn: Turn): Promise<void> {
    backlog.take(turn);
    await commit(skipped(keyOf(turn), { at: now(), reasonCode: 'suppressed' }));
  }

  async function send(turn: Turn, { delayMs }: { delayMs: number }): Promise<void> {
    const key = keyOf(turn);
    const { phoneNumber: to, fields, attempts } = turn.message;
    const at = now();
    const intended = intent(key, {
      at,
      attempts,
      nextAllowedAt: delayMs > 0 ? at + delayMs : null,
      lingerMs: delayMs >= LEISURE_MS ? UNHURRIED_MS : 0,
    });
    backlog.take(turn);
    if ((await commit(intended)) === 'unmoved') {
      // Paused, canceled or no longer pending: the next look shows which.
      lookAt = 0;
      return;
    }
    nextAllowedAt = at + delayMs;
    const attempt = attempts + 1;
    const messageId = ids.encode({ ...key, attempt });
    const { text: body } = renderTemplate(turn.blast.message, bodyFields({ phoneNumber: to, fields }));
    inFlightId = messageId;
    const result = await handOver({ messageId, to, body });
    inFlightId = null;
    if (aborted.signal.aborted) return; // the next holder asks what became of it
    const verdict = judgeSend(key, { result, at: now(), attempts: attempt, random: random() });
    switch (verdict.kind) {
      case 'doubt':
        doubts.add({ ...key, attempt, phoneNumber: to, body, since: new Date(at) });
        return;
      case 'taken-back':
        rest(verdict.holdMs);
        // Offered again only when the row is pending again.
        if ((await commit(verdict.change)) === 'moved') backlog.tryAgain(turn, null);
        return;
      case 'unknown':
        return record(verdict.change);
      case 'known':
        rest(verdict.holdMs);
        record(verdict.change);
        if (verdict.nextAttemptAt !== null) backlog.tryAgain(turn, verdict.nextAttemptAt);
    }
  }

  async function handOver(message: { messageId: string; to: string; body: string }): Promise<SendResult> {
    const stopTimer = metrics?.sendSeconds.startTimer({ engine: engineName });
    const result = await engine.send(message, { signal: aborted.signal });
    stopTimer?.();
    metrics?.sends.inc({ engine: engineName, outcome: result.kind });
    return result;
  }

  function rest(holdMs: number): void {
    if (holdMs > 0) holdUntil = now() + holdMs;
  }

  function commit(change: Change): Promise<'moved' | 'unmoved'> {
    const committing = committer.commit(session, change);
    uncommitted.add(committing);
    const settled = (): void => void uncommitted.delete(committing);
    committing.then(settled, (error: unknown) => {
      settled();
      if (error instanceof LaneFencedError) beFenced(error);
    });
    return committing;
  }

  /** Committed in good company, some milliseconds later; kept until it is. */
  function record(change: Change): void {
    commit(change).catch((error: unknown) => {
      if (fenced === null) logger.error({ err: error }, 'a result could not be recorded');
    });
  }

  function beFenced(error: LaneFencedError): void {
    fenced ??= error;
    isStopping = true;
    aborted.abort(error);
    waker.wake();
  }

  function look(blastId?: string): void {
    lookAt = 0;
    if (blastId !== undefined) backlog.rewind({ id: blastId });
    waker.wake();
  }

  return {
    run: () => (ended ??= work()),
    setOnline(online) {
      if (online && !isOnline) {
        // Connected anew, WhatsApp may know what it could not tell before.
        doubts.hurry();
        lookAt = 0;
      }
      isOnline = online;
      waker.wake();
    },
    receipt(messageId, ack: Ack) {
      const ref = ids.decode(messageId);
      if (ref === null || ref.blastSerial > MAX_SERIAL || fenced !== null) return;
      if (ack > 0) record(receipt(ref, { at: now(), ack: ack as 1 | 2 | 3 }));
      // The answer to the send under way tells more than the refusal alone.
      if (ack === -1 && messageId !== inFlightId) record(refusedLate(ref, now()));
    },
    look,
    async stop({ graceMs }) {
      isStopping = true;
      waker.wake();
      const reason = new Error('the lane was stopped');
      if (graceMs === 0) aborted.abort(reason);
      const finished = (ended ?? Promise.resolve())
        .catch(() => undefined)
        .then(() => Promise.allSettled([...uncommitted]));
      await within(finished, graceMs);
      aborted.abort(reason);
      // An engine answers at once when its caller hangs up; a database that is away does not.
      await within(finished, LET_GO_MS);
    },
  };
}

function keyOf({ blast, message }: Turn): { blastSerial: number; seq: number } {
  return { blastSerial: blast.serial, seq: message.seq };
}

async function within(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([work, patience]);
  clearTimeout(timer);
}
