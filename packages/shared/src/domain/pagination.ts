import { z } from 'zod';

/** `?cursor=&limit=` of every list. The cursor is opaque to the caller. */
export const pageInput = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type PageInput = z.infer<typeof pageInput>;

/** `{ items, nextCursor }`; nextCursor is null on the last page. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** Cut one row too many off a page read with `limit + 1`. */
export function toPage<T>(rows: T[], input: { limit: number; cursorOf: (last: T) => string }) {
  const items = rows.slice(0, input.limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > input.limit && last !== undefined ? input.cursorOf(last) : null };
}
