/** Prisma's `contains` hands `%` and `_` to LIKE as wildcards; people who type them mean them. */
export function likeText(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
