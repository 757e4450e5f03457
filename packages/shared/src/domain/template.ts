import { z } from 'zod';
import { fieldKey } from './contacts-fields.ts';
import { storableText } from './contacts-text.ts';

/** `{{name}}`, `{{ Nama | Kak }}`: no braces inside, so an unclosed one stays plain text. */
const PLACEHOLDER = /\{\{([^{}|]{1,80})(?:\|([^{}]{0,200}))?\}\}/g;

/** WhatsApp cuts text messages beyond this many characters. */
export const MAX_MESSAGE_LENGTH = 4_096;

export const templateBody = z
  .string()
  .max(MAX_MESSAGE_LENGTH)
  .transform(storableText)
  .refine((body) => body.trim() !== '', 'The text is empty.');
export const templateName = z
  .string()
  .max(100)
  .transform((name) => storableText(name).trim())
  .pipe(z.string().min(1));

export const template = z.object({
  id: z.uuid(),
  name: z.string(),
  body: z.string(),
  version: z.int(),
  variables: z.array(z.object({ name: z.string(), fallback: z.string().nullable() })),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type TemplateView = z.infer<typeof template>;

/** What a template said before it was changed. */
export const templateVersion = z.object({ version: z.int(), body: z.string(), createdAt: z.string() });
export type TemplateVersionView = z.infer<typeof templateVersion>;

export interface TemplateVariable {
  /** As contacts store it: see `fieldKey`. */
  name: string;
  /** What stands there when a contact has no such value; null when the text gives none. */
  fallback: string | null;
}

/** What a text needs from each contact, once per name. The first fallback of a name is the one reported. */
export function templateVariables(body: string): TemplateVariable[] {
  const found = new Map<string, TemplateVariable>();
  for (const { name, fallback } of placeholders(body)) {
    const known = found.get(name);
    if (known === undefined) found.set(name, { name, fallback });
    else known.fallback ??= fallback;
  }
  return [...found.values()];
}

/**
 * Fills a text for one contact. A value that is missing or blank gives way to the placeholder's fallback; where
 * there is none, nothing stands there and the name is reported.
 *
 * @param fields by `fieldKey`; `name` and `phone` are among them when the caller puts them there
 */
export function renderTemplate(
  body: string,
  fields: Readonly<Record<string, unknown>>,
): { text: string; missing: string[] } {
  const missing = new Set<string>();
  const text = body.replace(PLACEHOLDER, (whole, rawName: string, rawFallback: string | undefined) => {
    const name = fieldKey(rawName);
    if (name === '') return whole;
    const value = valueOf(fields, name);
    if (value !== '') return value;
    if (rawFallback !== undefined) return rawFallback.trim();
    missing.add(name);
    return '';
  });
  return { text, missing: [...missing] };
}

function valueOf(fields: Readonly<Record<string, unknown>>, name: string): string {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
}

function* placeholders(body: string): Generator<TemplateVariable> {
  for (const match of body.matchAll(PLACEHOLDER)) {
    const name = fieldKey(match[1] ?? '');
    if (name !== '') yield { name, fallback: match[2]?.trim() ?? null };
  }
}
