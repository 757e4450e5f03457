import { describe, expect, it } from 'vitest';
import * as search from './search.ts';

describe('where a login leads', () => {
  it('is a path of our own, and nothing else', () => {
    expect(search.next({ next: '/blasts?state=RUNNING' })).toEqual({ next: '/blasts?state=RUNNING' });
    for (const next of [
      '//evil.example',
      'https://evil.example',
      'javascript:alert(1)',
      '/\\evil.example',
      7,
      '',
    ]) {
      expect(search.next({ next })).toEqual({});
    }
  });
});

describe('the filters in a URL', () => {
  it('drop what is unknown: links get old', () => {
    expect(search.blasts({ q: 'promo', state: 'RUNNING' })).toEqual({ q: 'promo', state: 'RUNNING' });
    expect(search.blasts({ state: 'MELTING', other: 1 })).toEqual({});
    expect(search.reports({ by: 'week', range: 30 })).toEqual({ by: 'week', range: '30' });
  });

  it('keep a search for digits a text', () => {
    expect(search.contacts({ q: 812 })).toEqual({ q: '812' });
  });
});
