import type { Format } from '../../i18n/format.ts';
import type { Dictionary } from '../../i18n/id/index.ts';
import type { AuditEvent } from './views.ts';

/** An ISO 8601 moment, as the server writes it. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;
/** A UUID says nothing to a person. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Reader {
  format: Format;
  words: Pick<Dictionary['admin'], 'detailNames' | 'roles'>;
}

/** What an entry recorded beside its action, in one line; empty when there is nothing a person could read. */
export function auditDetails({ event, ...reader }: Reader & { event: Pick<AuditEvent, 'details'> }): string {
  return Object.entries(event.details)
    .map(([name, value]) => ({ name: nameOf(name, reader), shown: shownValue(name, value, reader) }))
    .filter(({ shown }) => shown !== '')
    .map(({ name, shown }) => `${name}: ${shown}`)
    .join(' · ');
}

const nameOf = (name: string, { words }: Reader): string => words.detailNames[name] ?? name;

function shownValue(name: string, value: unknown, reader: Reader): string {
  const { format, words } = reader;
  if (typeof value === 'number') return name.endsWith('Rupiah') ? format.money(value) : format.number(value);
  if (typeof value === 'boolean') return value ? '✓' : '✗';
  if (value === 'USER' || value === 'ADMIN') return words.roles[value];
  if (typeof value === 'string') return MOMENT.test(value) ? format.date(value) : ID.test(value) ? '' : value;
  // A list holds names of fields: what was changed.
  if (Array.isArray(value)) {
    return value
      .map((item) => (typeof item === 'string' ? nameOf(item, reader) : shownValue(name, item, reader)))
      .join(', ');
  }
  return '';
}
