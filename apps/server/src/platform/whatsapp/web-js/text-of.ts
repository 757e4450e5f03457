/** What was thrown, in words; the library throws strings too (trap 6). */
export const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
