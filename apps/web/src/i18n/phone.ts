/**
 * E.164 as people at home write it: +6281234567789 → 0812-3456-7789; a foreign number keeps its code and is set in
 * groups. Only for showing: nothing is parsed from it.
 */
export function nationalPhone(e164: string): string {
  if (e164.startsWith('+62')) return group(`0${e164.slice(3)}`);
  const digits = e164.replace(/^\+/, '');
  return `+${digits.slice(0, 2)} ${group(digits.slice(2))}`.trim();
}

/** The middle is hidden where the whole number is not needed: 0812-…-789. */
export function maskedPhone(e164: string): string {
  const shown = nationalPhone(e164);
  const digits = shown.replaceAll('-', '');
  return `${digits.slice(0, 4)}-…-${digits.slice(-3)}`;
}

function group(digits: string): string {
  const parts = [digits.slice(0, 4)];
  for (let at = 4; at < digits.length; at += 4) parts.push(digits.slice(at, at + 4));
  // A last group of one digit looks like a slip: 0812-3456-7 8 9 → 0812-3456-789.
  const last = parts.at(-1);
  const before = parts.at(-2);
  if (last?.length === 1 && before !== undefined && parts.length > 2) {
    parts.splice(-2, 2, before.slice(0, 3), before.slice(3) + last);
  }
  return parts.filter((part) => part !== '').join('-');
}
