import type { Format } from '../../i18n/format.ts';
import type { AuditEvent } from './views.ts';

/** An ISO 8601 moment, as the server writes it. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;
/** A UUID says nothing to a person. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What an audit entry recorded beside its action, in one line; empty when there is nothing a person could read. */
export function auditDetails({
  event,
  format,
}: {
  event: Pick<AuditEvent, 'details'>;
  format: Format;
}): string {
  return Object.entries(event.details)
    .map(([name, value]) => ({ name, shown: shownValue(value, format) }))
    .filter(({ shown }) => shown !== '')
    .map(({ name, shown }) => `${name}: ${shown}`)
    .join(' · ');
}

function shownValue(value: unknown, format: Format): string {
  if (typeof value === 'number') return format.number(value);
  if (typeof value === 'boolean') return value ? '✓' : '✗';
  if (typeof value === 'string') return MOMENT.test(value) ? format.date(value) : ID.test(value) ? '' : value;
  if (Array.isArray(value)) return value.map((item) => shownValue(item, format)).join(', ');
  return '';
}
