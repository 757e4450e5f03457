import type { WhatsAppStatus } from '@siar/shared';
import type { EventBus } from '../../platform/events/index.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { LaneSession } from './lane-port.ts';
import type { SessionWrites } from './session-writes.ts';

/** What reaches a host from outside its engine. */
export type HostNotice =
  /** Read what the person wants, and do it. */
  | { kind: 'recheck' }
  /** There may be new work; `blastId`: this blast changed. */
  | { kind: 'look'; blastId?: string }
  /** Another worker holds the number. */
  | { kind: 'fenced' };

/**
 * The numbers that this process holds. One subscription and one heartbeat for all of them, since there may be
 * hundreds. Nothing runs while none is held.
 */
export interface Hosts {
  /** From now on the host is told what concerns it. @returns how it leaves, and how it says what state it is in */
  enter(session: LaneSession, tell: (notice: HostNotice) => void): HostPlace;
}

export interface HostPlace {
  isIn(status: WhatsAppStatus): void;
  leave(): void;
}

/** The sweep takes a number for unattended after three missed ones. */
const HEARTBEAT_MS = 5_000;

interface Entry {
  session: LaneSession;
  tell: (notice: HostNotice) => void;
  status: WhatsAppStatus;
}

export function createHosts({ events, writes, logger, metrics }: HostsDeps): Hosts {
  const entries = new Map<string, Entry>();
  let listening: Promise<() => void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  function listen(): void {
    if (timer !== undefined) return;
    timer = setInterval(() => void beat(), HEARTBEAT_MS);
    listening = subscribe();
  }

  async function subscribe(): Promise<() => void> {
    const stopResync = events.onResync(() => {
      for (const { tell } of entries.values()) {
        tell({ kind: 'recheck' });
        tell({ kind: 'look' });
      }
    });
    const stopControl = await events.subscribe(['whatsapp.control'], ({ sessionId, action }) => {
      entries.get(sessionId)?.tell({ kind: action === 'wake' ? 'look' : 'recheck' });
    });
    const stopBlasts = await events.subscribe(['blast.control'], ({ sessionId, blastId }) => {
      entries.get(sessionId)?.tell({ kind: 'look', blastId });
    });
    return () => [stopResync, stopControl, stopBlasts].forEach((stop) => stop());
  }

  function rest(): void {
    clearInterval(timer);
    timer = undefined;
    void listening?.then((stop) => stop()).catch(() => undefined);
  }

  async function beat(): Promise<void> {
    const held = [...entries.values()];
    try {
      const answers = await writes.heartbeat(held.map(({ session }) => session));
      const known = new Map(answers.map((answer) => [answer.sessionId, answer]));
      for (const { session, tell } of held) {
        const answer = known.get(session.sessionId);
        if (answer === undefined) tell({ kind: 'fenced' });
        else if (!answer.isWanted || answer.isLogoutWanted) tell({ kind: 'recheck' });
      }
    } catch (error) {
      logger.warn({ err: error, numbers: held.length }, 'the heartbeat of the held numbers failed');
    }
  }

  function count(): void {
    metrics?.lanes.reset();
    for (const { status } of entries.values()) metrics?.lanes.inc({ status });
  }

  return {
    enter(session, tell) {
      const entry: Entry = { session, tell, status: 'STARTING' };
      entries.set(session.sessionId, entry);
      listen();
      count();
      return {
        isIn(status) {
          entry.status = status;
          count();
        },
        leave() {
          if (entries.get(session.sessionId) !== entry) return;
          entries.delete(session.sessionId);
          count();
          if (entries.size === 0) rest();
        },
      };
    },
  };
}

export interface HostsDeps {
  events: Pick<EventBus, 'subscribe' | 'onResync'>;
  writes: SessionWrites;
  logger: Logger;
  metrics?: Pick<Metrics, 'lanes'>;
}
