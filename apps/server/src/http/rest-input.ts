import { z } from 'zod';

type Shape = Readonly<Record<string, unknown>>;

/**
 * The keys of a procedure's input, through whatever wraps the object; null when it is no object.
 * Several inputs (a base procedure's and its own) count together.
 */
export function shapeOf(inputs: readonly unknown[]): Shape | null {
  const shapes = inputs.map(objectShapeOf);
  if (shapes.some((shape) => shape === null)) return null;
  return Object.assign({}, ...shapes) as Shape;
}

function objectShapeOf(schema: unknown): Shape | null {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject) return inner.shape;
  if (inner instanceof z.ZodIntersection) {
    const sides = [objectShapeOf(inner.def.left), objectShapeOf(inner.def.right)];
    return sides.includes(null) ? null : (Object.assign({}, ...sides) as Shape);
  }
  return null;
}

/** What stands inside optional, default, pipe and the like: the type that the caller writes. */
export function unwrap(schema: unknown): unknown {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodCatch ||
    schema instanceof z.ZodNonOptional
  ) {
    return unwrap(schema.def.innerType);
  }
  if (schema instanceof z.ZodPipe) {
    return schema.def.in instanceof z.ZodTransform ? unwrap(schema.def.out) : unwrap(schema.def.in);
  }
  return schema;
}

/**
 * A query string as the procedure's input wants it: everything in a query is text, so text becomes a number, a
 * boolean or a list where the schema has one. What does not fit stays text, for the schema to refuse by name.
 * An empty value (`?cursor=`) counts as absent.
 */
export function queryInput(query: URLSearchParams, shape: Shape): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const key of new Set(query.keys())) {
    const values = query.getAll(key).filter((value) => value !== '');
    if (values.length === 0) continue;
    const wanted = Object.hasOwn(shape, key) ? unwrap(shape[key]) : undefined;
    if (wanted instanceof z.ZodArray) {
      input[key] = values.map((value) => fromText(value, unwrap(wanted.element)));
    } else {
      // Given twice where one is wanted: the list goes to the schema, which says so.
      input[key] = values.length > 1 ? values : fromText(values[0] ?? '', wanted);
    }
  }
  return input;
}

function fromText(value: string, wanted: unknown): unknown {
  if (wanted instanceof z.ZodNumber && /^[+-]?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (wanted instanceof z.ZodBoolean && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}
