import { type MessageIds, renderTemplate } from '@siar/shared';
import type { WhatsAppEngine } from '../../../platform/whatsapp/engine.ts';
import { ended, type Change, type MessageKey, receipt, refusedLate, takenBack } from './lane-change.ts';
import type { SendingMessage } from './lane-reads.ts';

/** A message that may or may not have left: its row is SENDING and nobody is sending it. */
export interface Doubt extends MessageKey {
  attempt: number;
  phoneNumber: string;
  body: string;
  /** When its intent was made. */
  since: Date;
}

/** What becomes of a doubt; `retry` when the message surely never left and is pending again. */
export type Verdict = { change: Change; isPendingAgain: boolean } | 'ask-later';

/** How often an engine that cannot tell is asked, and how long to wait in between, in milliseconds. */
const ASKS = 3;
const ASK_AGAIN_MS = 2_000;
/** "On this device, not yet at the server": WhatsApp Web goes on trying for minutes. */
const UNSENT_ASKS = 5;
const UNSENT_AGAIN_MS = 60_000;
const DEADLINE_MS = 10_000;

interface OpenDoubt {
  doubt: Doubt;
  asked: number;
  dueAt: number;
}

/**
 * The messages of one lane of which it cannot be told whether they left. They are never simply sent again: WhatsApp
 * is asked, and where it cannot tell, the message is UNKNOWN and a person decides.
 */
export interface Doubts {
  add(doubt: Doubt): void;
  /** The next one that is due, with its verdict; null when none is due now. Only while the engine is connected. */
  settleNext(now: number): Promise<{ doubt: Doubt; verdict: Exclude<Verdict, 'ask-later'> } | null>;
  /** Ask all again now: the engine is connected anew and may know more. */
  hurry(): void;
  /** When the next one is due, milliseconds since the epoch. */
  dueAt(): number | null;
  size(): number;
}

export function createDoubts({ engine, ids }: { engine: WhatsAppEngine; ids: MessageIds }): Doubts {
  const open = new Map<string, OpenDoubt>();

  async function judge(entry: OpenDoubt, now: number): Promise<Verdict> {
    const { doubt } = entry;
    const { blastSerial, seq, attempt, phoneNumber: to, body, since } = doubt;
    const messageId = ids.encode({ blastSerial, seq, attempt });
    const found = await engine.findSent({ messageId, to, body, since }, { deadlineMs: DEADLINE_MS });
    entry.asked += 1;
    const key = { blastSerial, seq };
    const unknown = {
      change: ended(key, { at: now, to: 'UNKNOWN', reasonCode: 'no_answer' }),
      isPendingAgain: false,
    };
    switch (found.kind) {
      case 'found':
        if (found.ack === -1) return { change: refusedLate(key, now), isPendingAgain: false };
        if (found.ack !== 0)
          return { change: receipt(key, { at: now, ack: found.ack }), isPendingAgain: false };
        if (entry.asked >= UNSENT_ASKS) return unknown;
        entry.dueAt = now + UNSENT_AGAIN_MS;
        return 'ask-later';
      case 'absent':
        // Without ids of ours, "absent" only means that no such text was found: not sure enough to send again.
        if (!engine.capabilities.callerMessageIds) return unknown;
        return { change: takenBack(key, now), isPendingAgain: true };
      case 'unknown':
        if (entry.asked >= ASKS) return unknown;
        entry.dueAt = now + ASK_AGAIN_MS;
        return 'ask-later';
    }
  }

  function earliest(): OpenDoubt | undefined {
    let first: OpenDoubt | undefined;
    for (const entry of open.values()) if (first === undefined || entry.dueAt < first.dueAt) first = entry;
    return first;
  }

  return {
    add(doubt) {
      open.set(keyOf(doubt), { doubt, asked: 0, dueAt: 0 });
    },
    async settleNext(now) {
      for (let entry = earliest(); entry !== undefined && entry.dueAt <= now; entry = earliest()) {
        const verdict = await judge(entry, now);
        if (verdict === 'ask-later') continue;
        open.delete(keyOf(entry.doubt));
        return { doubt: entry.doubt, verdict };
      }
      return null;
    },
    hurry() {
      for (const entry of open.values()) entry.dueAt = 0;
    },
    dueAt: () => earliest()?.dueAt ?? null,
    size: () => open.size,
  };
}

export function doubtOf(row: SendingMessage): Doubt {
  const { blastSerial, seq, attempts, phoneNumber, fields, message, sendingAt } = row;
  const { text } = renderTemplate(message, bodyFields({ phoneNumber, fields }));
  return { blastSerial, seq, attempt: attempts, phoneNumber, body: text, since: sendingAt };
}

/** What a text may ask of its recipient. */
export function bodyFields(recipient: {
  phoneNumber: string;
  fields: Record<string, unknown> | null;
}): Record<string, unknown> {
  return { phone: recipient.phoneNumber, ...recipient.fields };
}

function keyOf({ blastSerial, seq }: MessageKey): string {
  return `${blastSerial}.${seq}`;
}
