/**
 * One cell of a CSV that people open in a spreadsheet. What begins like a formula gets an apostrophe in front, so
 * that a contact named `=cmd|…` runs nothing (OWASP, "CSV injection"). Our own E.164 numbers keep their plus:
 * a plus followed by digits only is a number to every spreadsheet.
 */
export function csvCell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  const isHarmless = typeof value === 'number' || /^\+\d{5,15}$/.test(text);
  const safe = !isHarmless && /^\s*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A line with its end; RFC 4180 wants CR LF. */
export function csvRow(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** Excel reads UTF-8 only with this in front. */
export const CSV_BYTE_ORDER_MARK = '\ufeff';
