/** Digits of an E.164 number without `+`, or null. Takes `08…`, `62…`, `+62…`, WhatsApp ids (`62…@c.us`) and separators. */
export function parseNumber(raw: string): string | null {
  let digits = (raw.split('@')[0] ?? '').replace(/\D/g, '');
  if (digits.startsWith('00')) digits = digits.slice(2);
  if (digits.startsWith('620')) digits = `62${digits.slice(3)}`;
  if (digits.startsWith('0')) digits = `62${digits.slice(1)}`;
  return /^[1-9]\d{6,14}$/.test(digits) ? digits : null;
}

export const toE164 = (digits: string): string => `+${digits}`;

/** A reversible stand-in for WhatsApp's linked identity (LID): real ones cannot be computed from the number. */
export const lidOf = (digits: string): string => `9${[...digits].reverse().join('')}`;

export const numberOfLid = (lid: string): string => [...lid.slice(1)].reverse().join('');

/** A small stable hash (FNV-1a) for "some of them read": the same number always behaves alike. */
export function stableHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}
