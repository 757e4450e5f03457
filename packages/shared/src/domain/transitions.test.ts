import { describe, expect, it } from 'vitest';
import { blastStatus, messageStatus, whatsAppStatus } from './statuses.ts';
import { BLAST_MOVES, canMove, MESSAGE_MOVES, sourcesOf, WHATSAPP_MOVES } from './transitions.ts';

describe('the moves of a message', () => {
  it('never lead back once WhatsApp has it: receipts come late and out of order', () => {
    const progress = ['SENT', 'DELIVERED', 'READ'] as const;
    progress.forEach((from, index) => {
      for (const to of ['PENDING', 'SENDING', ...progress.slice(0, index + 1)] as const) {
        expect(canMove(MESSAGE_MOVES, { from, to }), `${from} → ${to}`).toBe(false);
      }
    });
  });

  it('lead into SENDING only from PENDING: every send has an intent of its own', () => {
    expect(sourcesOf(MESSAGE_MOVES, 'SENDING')).toEqual(['PENDING']);
  });

  it('bring no SKIPPED or CANCELED message back', () => {
    expect(MESSAGE_MOVES.SKIPPED).toEqual([]);
    expect(MESSAGE_MOVES.CANCELED).toEqual([]);
  });
});

describe('the moves of a blast', () => {
  it('do not lead out of CANCELED', () => {
    expect(BLAST_MOVES.CANCELED).toEqual([]);
  });
  it('lead back to DRAFT only before anything has left', () => {
    expect(sourcesOf(BLAST_MOVES, 'DRAFT')).toEqual(['SCHEDULED']);
  });
});

describe('the moves of a number', () => {
  it('begin anew from every state: any worker can take it over', () => {
    const cannotStart = whatsAppStatus.options.filter(
      (from) => from !== 'STARTING' && !canMove(WHATSAPP_MOVES, { from, to: 'STARTING' }),
    );
    expect(cannotStart).toEqual([]);
  });
  it('show no QR after a logout that nobody asked for: somebody has to connect again', () => {
    expect(canMove(WHATSAPP_MOVES, { from: 'LOGGED_OUT', to: 'QR' })).toBe(false);
  });
});

it('no move leads nowhere or to itself', () => {
  const tables = [
    [MESSAGE_MOVES, messageStatus.options],
    [BLAST_MOVES, blastStatus.options],
    [WHATSAPP_MOVES, whatsAppStatus.options],
  ] as const;
  for (const [moves, all] of tables) {
    for (const [from, targets] of Object.entries(moves) as [string, readonly string[]][]) {
      expect(targets).not.toContain(from);
      expect(new Set(targets).size).toBe(targets.length);
      expect((all as readonly string[]).filter((status) => targets.includes(status)).length).toBe(
        targets.length,
      );
    }
  }
});
