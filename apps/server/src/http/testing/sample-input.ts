import { z } from 'zod';
import { unwrap } from '../rest-input.ts';

/** Values that some leaf of some schema takes; the first that parses is used. */
const CANDIDATES: readonly unknown[] = [
  'Contoh isian',
  'contoh',
  '+6281200000001',
  'seseorang@example.com',
  '2026-11-22T03:00:00.000Z',
  '2026-11-22',
  '08:00',
  'Asia/Jakarta',
  'https://example.com/x',
  'kata-sandi-yang-panjang',
  1,
  10,
  1_500,
  150_000,
  true,
  new Date('2026-11-22T03:00:00Z'),
  null,
];

/** Where two fields must differ and one candidate would fill both: the end of a sending window. */
const BY_NAME: Readonly<Record<string, unknown>> = { to: '17:00' };

export interface SampleOptions {
  /** Stands wherever the schema wants a UUID. */
  uuid: string;
  /** Values for keys of these names, before anything else. */
  named: Readonly<Record<string, unknown>>;
  /** `required` leaves out what may be left out. */
  fill: 'required' | 'all';
}

/**
 * A value that `schema` accepts, made from the schema alone, so that a procedure nobody has thought of is walked as
 * well. Undefined when none was found.
 */
export function sampleOf(schema: unknown, options: SampleOptions, name = ''): unknown {
  if (!(schema instanceof z.ZodType)) return undefined;
  if (options.fill === 'required' && schema.safeParse(undefined).success) return undefined;
  const fixed = options.named[name] ?? BY_NAME[name];
  if (fixed !== undefined && schema.safeParse(fixed).success) return fixed;
  if (schema.safeParse(options.uuid).success && looksLikeId(schema, name)) return options.uuid;
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject) {
    const entries = Object.entries(inner.shape).map(
      ([key, field]) => [key, sampleOf(field, options, key)] as const,
    );
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }
  if (inner instanceof z.ZodArray) return [sampleOf(inner.element, options, name.replace(/s$/, ''))];
  if (inner instanceof z.ZodUnion)
    return firstThatParses(
      schema,
      inner.options.map((one) => sampleOf(one, options, name)),
    );
  if (inner instanceof z.ZodEnum) return inner.options[0];
  if (inner instanceof z.ZodLiteral) return [...inner.values][0];
  if (inner instanceof z.ZodRecord) return {};
  if (inner instanceof z.ZodIntersection) {
    return Object.assign({}, sampleOf(inner.def.left, options), sampleOf(inner.def.right, options));
  }
  // The last is a message's id.
  return firstThatParses(schema, [...CANDIDATES, options.uuid, `${options.uuid}.1`]);
}

/** Whether the schema, or its name, says that an id belongs here: a free text takes a UUID too. */
function looksLikeId(schema: z.ZodType, name: string): boolean {
  return /(^id|Ids?)$/.test(name) || !schema.safeParse('Contoh isian').success;
}

function firstThatParses(schema: z.ZodType, values: readonly unknown[]): unknown {
  return values.find((value) => schema.safeParse(value).success);
}

/** Whether something in the schema must be given and is an id. */
export function requiresId(schema: unknown): boolean {
  const probe = '019a0000-0000-7000-8000-00000000beef';
  const sample = sampleOf(schema, { uuid: probe, named: {}, fill: 'required' });
  return JSON.stringify(sample ?? null).includes(probe);
}
