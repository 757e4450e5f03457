import { describe, expect, it } from 'vitest';
import { readWhatsAppText, type Block, type Inline } from './whatsapp-text.ts';

/** Written back with tags, so that a test reads like the message. */
function inline(parts: readonly Inline[]): string {
  return parts
    .map((part) => {
      if (part.kind === 'text') return part.text;
      if (part.kind === 'mono' || part.kind === 'link') return `<${part.kind}>${part.text}</>`;
      return `<${part.kind}>${inline(part.children)}</>`;
    })
    .join('');
}

const block = (part: Block): string =>
  part.kind === 'code'
    ? `[code]${part.text}`
    : part.kind === 'line'
      ? inline(part.children)
      : `[${part.kind}]${inline(part.children)}`;

const shown = (message: string) => readWhatsAppText(message).map(block);

describe('a message as WhatsApp shows it', () => {
  it('is bold, italic, struck through or monospaced, also one inside the other', () => {
    expect(shown('*a* _b_ ~c~ `d`')).toEqual(['<bold>a</> <italic>b</> <strike>c</> <mono>d</>']);
    expect(shown('*_diskon_ 20%*!')).toEqual(['<bold><italic>diskon</> 20%</>!']);
  });

  it('keeps marks inside words, beside spaces and without a partner', () => {
    for (const text of ['2*3*4', 'nama_depan_saya', '* a *b', 'harga *20rb', '**', '* a*', 'a ~ b ~ c']) {
      expect(shown(text).join('')).toBe(text.startsWith('* a') ? text.replace('* ', '[item]') : text);
    }
  });

  it('does not format across lines', () => {
    expect(shown('*satu\ndua*')).toEqual(['*satu', 'dua*']);
  });

  it('knows lists, quotes and blocks of code', () => {
    expect(shown('- kopi\n2. teh\n> kata *dia*\n```a *b*\nc```\nakhir')).toEqual([
      '[item]kopi',
      '[item]teh',
      '[quote]kata <bold>dia</>',
      '[code]a *b*\nc',
      'akhir',
    ]);
  });

  it('finds links and leaves the full stop behind them out', () => {
    expect(shown('Pesan di https://kopi.example/menu_baru_kami.')).toEqual([
      'Pesan di <link>https://kopi.example/menu_baru_kami</>.',
    ]);
  });

  it('keeps empty lines', () => {
    expect(shown('a\n\nb')).toEqual(['a', '', 'b']);
  });

  it('reads the longest message of nothing but marks at once', () => {
    const started = performance.now();
    readWhatsAppText('*_~`'.repeat(1_024));
    expect(performance.now() - started).toBeLessThan(500);
  });
});
