import { DEFAULT_DEADLINE_MS, MESSAGE_ID_PATTERN } from '../engine.ts';
import type { CallLimits, OutgoingMessage, RejectReason, SendResult, UnknownReason } from '../engine.ts';

/** Sends that wait for WhatsApp's word. Exactly one result per `wait`, whatever comes first. */
export interface AwaitedSends {
  wait(messageId: string, limits?: CallLimits): Promise<SendResult>;
  isWaiting(messageId: string): boolean;
  accepted(messageId: string): void;
  rejected(messageId: string, reason: RejectReason): void;
  unknown(messageId: string, reason: UnknownReason): void;
  /** Ends every wait. */
  giveUp(reason: UnknownReason): void;
}

/** A later try can cure these; `restricted` only once WhatsApp has lifted it, which the number's state tells. */
const RETRYABLE: Record<RejectReason, boolean> = {
  not_registered: false,
  invalid_recipient: false,
  restricted: true,
  banned: false,
  not_connected: true,
  refused: true,
  rate_limited: true,
  media_rejected: false,
};

export const rejected = (reason: RejectReason): SendResult => ({
  kind: 'rejected',
  reason,
  retryable: RETRYABLE[reason],
});

/**
 * @param isOnline tells why a deadline passed: a lost line is worth other words than a silent WhatsApp
 */
export function createAwaitedSends({ isOnline }: { isOnline: () => boolean }): AwaitedSends {
  const waiting = new Map<string, Set<(result: SendResult) => void>>();

  function settle(messageId: string, result: SendResult): void {
    const resolvers = waiting.get(messageId);
    if (!resolvers) return;
    waiting.delete(messageId);
    for (const resolve of resolvers) resolve(result);
  }

  return {
    wait(messageId, { signal, deadlineMs = DEFAULT_DEADLINE_MS } = {}) {
      return new Promise((resolve) => {
        const finish = (result: SendResult): void => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', onAbort);
          const others = waiting.get(messageId);
          if (others?.delete(finish) && others.size === 0) waiting.delete(messageId);
          resolve(result);
        };
        const onAbort = (): void => finish({ kind: 'unknown', reason: 'aborted' });
        const timer = setTimeout(
          () => finish({ kind: 'unknown', reason: isOnline() ? 'deadline' : 'connection_lost' }),
          deadlineMs,
        );
        const others = waiting.get(messageId);
        if (others) others.add(finish);
        else waiting.set(messageId, new Set([finish]));
        if (signal?.aborted) onAbort();
        else signal?.addEventListener('abort', onAbort);
      });
    },
    isWaiting: (messageId) => waiting.has(messageId),
    accepted: (messageId) => settle(messageId, { kind: 'accepted', messageId }),
    rejected: (messageId, reason) => settle(messageId, rejected(reason)),
    unknown: (messageId, reason) => settle(messageId, { kind: 'unknown', reason }),
    giveUp(reason) {
      for (const messageId of [...waiting.keys()]) settle(messageId, { kind: 'unknown', reason });
    },
  };
}

/** The only ways in which a caller can be wrong; see the port. */
export function assertSendable({ messageId, to }: Pick<OutgoingMessage, 'messageId' | 'to'>): void {
  if (!MESSAGE_ID_PATTERN.test(messageId))
    throw new TypeError('A message id is 3EB0 and 18 upper-case hex digits');
  assertE164(to);
}

export function assertE164(phoneNumber: string): void {
  if (!/^\+[1-9]\d{6,14}$/.test(phoneNumber)) throw new TypeError('A phone number must be E.164');
}
