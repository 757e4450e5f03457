import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { queryInput, shapeOf } from './rest-input.ts';

const schema = z.object({
  limit: z.number().default(50),
  active: z.boolean().optional(),
  search: z.string().optional(),
  status: z.array(z.enum(['SENT', 'FAILED'])).optional(),
  years: z.array(z.number()).optional(),
});
const read = (query: string) => queryInput(new URLSearchParams(query), shapeOf([schema]) ?? {});

describe('a query string', () => {
  it('becomes numbers, booleans and lists where the schema has them', () => {
    expect(read('limit=10&active=false&status=SENT&years=2025&years=2026')).toEqual({
      limit: 10,
      active: false,
      status: ['SENT'],
      years: [2025, 2026],
    });
  });

  it('stays text where the schema wants text, whatever it looks like', () => {
    expect(read('search=0812')).toEqual({ search: '0812' });
    expect(read('search=true')).toEqual({ search: 'true' });
  });

  it('stays as it is where it does not fit, for the schema to refuse', () => {
    expect(read('limit=ten&active=yes')).toEqual({ limit: 'ten', active: 'yes' });
    expect(read('limit=1&limit=2')).toEqual({ limit: ['1', '2'] });
  });

  it('counts an empty value as absent', () => {
    expect(read('search=&limit=')).toEqual({});
  });

  it('reads an object behind refinements, transforms and a second input', () => {
    const refined = schema.refine(() => true).transform((value) => value);
    expect(Object.keys(shapeOf([z.object({ id: z.uuid() }), refined]) ?? {})).toContain('active');
    expect(shapeOf([z.object({ id: z.uuid() }), refined])).toHaveProperty('id');
    expect(shapeOf([z.string()])).toBeNull();
  });

  it('is not fooled by names that every object has', () => {
    expect(read('constructor=x&__proto__=y')).toMatchObject({ constructor: 'x' });
    expect(({} as Record<string, unknown>)['y']).toBeUndefined();
  });
});
