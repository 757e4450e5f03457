import { describe, expect, it } from 'vitest';
import { createTrouble, messageOf } from './trouble.ts';

function troubled() {
  const lines: string[] = [];
  const line = (_details: object, message: string): void => void lines.push(message);
  let time = 0;
  const trouble = createTrouble({
    logger: { info: line, warn: line, error: line },
    what: 'queue',
    now: () => time,
  });
  return { trouble, lines, pass: (ms: number) => (time += ms) };
}

describe('trouble', () => {
  it('is told once, again after a minute, and once when it is over', () => {
    const { trouble, lines, pass } = troubled();
    for (let n = 0; n < 500; n += 1) trouble.report(new Error(`connect ECONNREFUSED 127.0.0.1:${6000 + n}`));
    expect(lines).toHaveLength(1);
    pass(59_999);
    trouble.report(new Error('connect ECONNREFUSED 127.0.0.1:1'));
    expect(lines).toHaveLength(1);
    pass(1);
    trouble.report(new Error('connect ECONNREFUSED 127.0.0.1:1'));
    expect(lines).toHaveLength(2);
    trouble.over();
    trouble.over();
    expect(lines.at(-1)).toBe('queue: working again');
    expect(lines).toHaveLength(3);
  });

  it('of another kind is told at once', () => {
    const { trouble, lines } = troubled();
    trouble.report(new Error('one'));
    trouble.report(new Error('two'));
    expect(lines).toEqual(['queue: one', 'queue: two']);
  });

  it('finds the words of an error that has none of its own', () => {
    expect(messageOf(new AggregateError([new Error('::1 refused'), new Error('127.0.0.1 refused')]))).toBe(
      '::1 refused; 127.0.0.1 refused',
    );
    expect(messageOf('text')).toBe('text');
  });
});
