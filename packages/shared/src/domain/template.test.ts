import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderTemplate, templateVariables } from './template.ts';

describe('a message with variables', () => {
  it('is filled from the contact’s name and fields, however they are written', () => {
    const fields = { name: 'Budi', no_pesanan: 'A-17', kota: 'Bandung' };
    expect(renderTemplate('Halo {{name}}, {{ No. Pesanan }} ke {{KOTA}}', fields)).toEqual({
      text: 'Halo Budi, A-17 ke Bandung',
      missing: [],
    });
    expect(renderTemplate('{{nama}}', fields).text).toBe('Budi');
  });

  it('uses the fallback when the value is missing or blank, and reports what has none', () => {
    expect(renderTemplate('Halo {{name|Kak}}', {})).toEqual({ text: 'Halo Kak', missing: [] });
    expect(renderTemplate('Halo {{name| Kak }}', { name: '  ' }).text).toBe('Halo Kak');
    expect(renderTemplate('Halo {{name|}}!', {})).toEqual({ text: 'Halo !', missing: [] });
    expect(renderTemplate('{{kota}} {{kota}} {{umur}}', {})).toEqual({
      text: '  ',
      missing: ['kota', 'umur'],
    });
  });

  it('puts values in as they are: a value that looks like a placeholder or a pattern is not filled again', () => {
    expect(renderTemplate('{{name}} {{kota}}', { name: '{{kota}}', kota: '$& $1' }).text).toBe(
      '{{kota}} $& $1',
    );
  });

  it('does not reach what objects inherit', () => {
    expect(renderTemplate('{{constructor}}{{__proto__}}', {}).missing).toEqual(['constructor', 'proto']);
  });

  it('leaves braces alone that are no placeholder', () => {
    for (const body of ['{{', '}}', '{{}}', '{name}', '{{ | x}}', '{{...}}', 'a {{name']) {
      expect(renderTemplate(body, { name: 'x' })).toEqual({ text: body, missing: [] });
      expect(templateVariables(body)).toEqual([]);
    }
  });

  it('tells its variables once each, with the fallback where there is one', () => {
    expect(templateVariables('{{nama}} {{Kota|sini}} {{name|Kak}} {{kota}}')).toEqual([
      { name: 'name', fallback: 'Kak' },
      { name: 'kota', fallback: 'sini' },
    ]);
  });

  it('reports as missing exactly the variables that have neither value nor fallback, for any text', () => {
    // No piece is a name by itself: between braces it would be a variable, as it should.
    const piece = fc.constantFrom('{{a}}', '{{b|x}}', '{{ c }}', '{{', '}}', '|', 'te}ks ', '\n');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const body = pieces.join('');
        const bare = new Set([...body.matchAll(/\{\{ ?([ac]) ?\}\}/g)].map((match) => match[1]));
        expect(new Set(renderTemplate(body, {}).missing)).toEqual(bare);
      }),
    );
  });
});
