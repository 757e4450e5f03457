import { MAX_ATTEMPTS } from '@siar/shared';
import { describe, expect, it } from 'vitest';
import type { SendResult } from '../../../platform/whatsapp/engine.ts';
import { judgeSend } from './send-verdict.ts';

const key = { blastSerial: 1, seq: 1 };
const judge = (result: SendResult, attempts = 1) => judgeSend(key, { result, at: 0, attempts, random: 0 });
const movesOf = (verdict: ReturnType<typeof judge>) =>
  'change' in verdict ? verdict.change.moves.map(({ from, to }) => `${from} → ${to}`) : [];

describe('an engine’s answer', () => {
  it('accepted makes the message SENT', () => {
    expect(movesOf(judge({ kind: 'accepted', messageId: 'x' }))).toEqual(['SENDING → SENT']);
  });

  it('that never came leaves a doubt, and never a second send', () => {
    for (const reason of ['deadline', 'connection_lost', 'no_result', 'internal'] as const) {
      expect(judge({ kind: 'unknown', reason })).toEqual({ kind: 'doubt' });
    }
  });

  it('under another id is UNKNOWN at once: asking for our id would say that it never left', () => {
    expect(movesOf(judge({ kind: 'unknown', reason: 'id_not_applied' }))).toEqual(['SENDING → UNKNOWN']);
  });

  it('that the number is not on WhatsApp skips it', () => {
    const verdict = judge({ kind: 'rejected', reason: 'not_registered', retryable: false });
    expect(movesOf(verdict)).toEqual(['SENDING → SKIPPED']);
    expect(verdict).toMatchObject({ change: { reasonCode: 'not_on_whatsapp' } });
  });

  it('that costs no attempt when the number was not connected', () => {
    const verdict = judge({ kind: 'rejected', reason: 'not_connected', retryable: true });
    expect(verdict).toMatchObject({ kind: 'taken-back', change: { moves: [{ attemptsDelta: -1 }] } });
  });

  it('of a passing refusal is tried again until it has been tried often enough', () => {
    const refused: SendResult = { kind: 'rejected', reason: 'refused', retryable: true };
    expect(movesOf(judge(refused, MAX_ATTEMPTS - 1))).toEqual(['SENDING → PENDING']);
    expect(movesOf(judge(refused, MAX_ATTEMPTS))).toEqual(['SENDING → FAILED']);
  });

  it('that asks for patience rests the whole number', () => {
    const verdict = judge({ kind: 'rejected', reason: 'rate_limited', retryable: true });
    expect(verdict).toMatchObject({ kind: 'known', holdMs: 60_000 });
  });

  it('that no retry cures fails at the first try', () => {
    const verdict = judge({ kind: 'rejected', reason: 'media_rejected', retryable: false });
    expect(movesOf(verdict)).toEqual(['SENDING → FAILED']);
  });
});
