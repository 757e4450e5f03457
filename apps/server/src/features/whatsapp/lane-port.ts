import type { Ack, WhatsAppEngine } from '../../platform/whatsapp/engine.ts';

/**
 * The ordered sending work of one linked number, as far as its host is concerned. Blasts provide it; the host only
 * says when the number can send.
 */
export interface Lane {
  /** Works until `stop`. Rejects with LaneFencedError when another worker has taken the number over. */
  run(): Promise<void>;
  /** Messages can leave (again): what was left in doubt is cleared up first. Or they cannot. */
  setOnline(isOnline: boolean): void;
  receipt(messageId: string, ack: Ack): void;
  /** There may be new work; `blastId`: this blast was changed. */
  look(blastId?: string): void;
  /**
   * Sends nothing more. What is on its way may arrive, and results are committed, within `graceMs` milliseconds;
   * then it lets go, and the rest is for the next holder to clear up.
   */
  stop(options: { graceMs: number }): Promise<void>;
}

export interface LaneSession {
  sessionId: string;
  userId: string;
  epoch: number;
}

export type OpenLane = (input: { session: LaneSession; engine: WhatsAppEngine }) => Lane;
