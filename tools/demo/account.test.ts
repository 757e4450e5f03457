import type { MessageStatus } from '@siar/shared';
import { expect, test } from 'vitest';
import { accountOf, reconcile } from './account.ts';

const row = (to: string) => ({ messageId: `m-${to}`, from: '+62811', to, at: '2026-11-24T00:00:00Z' });
const message = (phoneNumber: string, status: MessageStatus) => ({ phoneNumber, status });

test('who was delivered to or has read counts as sent, so that the figures add up to the total', () => {
  const counts = {
    pending: 0,
    sending: 0,
    sent: 1,
    delivered: 2,
    read: 3,
    failed: 1,
    unknown: 1,
    skipped: 2,
    canceled: 0,
  };
  const account = accountOf({
    blast: { id: 'b', totalRecipients: 10, counts },
    seconds: 1.234,
  });
  expect(account).toEqual({
    blastId: 'b',
    total: 10,
    sent: 6,
    delivered: 5,
    failed: 1,
    skipped: 2,
    unknown: 1,
    seconds: 1.2,
  });
  expect(account.sent + account.failed + account.skipped + account.unknown).toBe(account.total);
});

test('rows and ledger that agree leave nothing to say', () => {
  const messages = [message('+6281', 'SENT'), message('+6282', 'READ'), message('+6283', 'SKIPPED')];
  expect(reconcile({ messages, ledger: [row('+6281'), row('6282')] })).toEqual({
    lost: [],
    duplicated: [],
    unrecorded: [],
  });
});

test('called sent but never seen, and never sent at all, are lost', () => {
  const messages = [message('+6281', 'SENT'), message('+6282', 'PENDING'), message('+6283', 'SENDING')];
  expect(reconcile({ messages, ledger: [] }).lost).toEqual(['+6281', '+6282', '+6283']);
});

test('seen twice is duplicated, seen and called failed is unrecorded, seen and unknown is honest', () => {
  const messages = [message('+6281', 'SENT'), message('+6282', 'FAILED'), message('+6283', 'UNKNOWN')];
  const ledger = [row('+6281'), row('+6281'), row('+6282'), row('+6283')];
  expect(reconcile({ messages, ledger })).toEqual({ lost: [], duplicated: ['+6281'], unrecorded: ['+6282'] });
});
