import type { BlastStatus, MessageStatus, Role, WhatsAppStatus } from '@siar/shared';

/** What may stand behind the `?` of each page. Anything else is dropped, never an error: links get old. */

type Raw = Record<string, unknown>;

const BLAST: readonly BlastStatus[] = [
  'DRAFT',
  'SCHEDULED',
  'RUNNING',
  'PAUSED',
  'COMPLETED',
  'CANCELED',
  'FAILED',
];
const MESSAGE: readonly MessageStatus[] = [
  'PENDING',
  'SENDING',
  'SENT',
  'DELIVERED',
  'READ',
  'FAILED',
  'UNKNOWN',
  'SKIPPED',
  'CANCELED',
];
const GROUP_BY = ['day', 'week', 'month'] as const;
const RANGES = ['7', '30', '90', '365'] as const;
const CONTACT_DIALOGS = ['add', 'paste'] as const;
const STATES = ['active', 'deactivated'] as const;

const ROLES: readonly Role[] = ['USER', 'ADMIN'];
const DEAD_LETTERS = ['job', 'message'] as const;
const WHATSAPP: readonly WhatsAppStatus[] = [
  'CONNECTED',
  'RECONNECTING',
  'STARTING',
  'QR',
  'PAIRING',
  'AUTHENTICATED',
  'DISCONNECTED',
  'LOGGED_OUT',
  'PASSKEY_REQUIRED',
  'RESTRICTED',
  'BANNED',
  'FAILED',
];

export type GroupBy = (typeof GROUP_BY)[number];
export type Range = (typeof RANGES)[number];
export type UserState = (typeof STATES)[number];

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

const oneOf = <T extends string>(values: readonly T[], value: unknown): T | undefined =>
  values.find((candidate) => candidate === text(value));

/** Without the keys that are not there, so that the URL stays short. */
function present<T extends Record<string, unknown>>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

/** Only a path of our own: a link must not lead the freshly logged in elsewhere. */
export const next = (raw: Raw) => {
  const path = text(raw['next']);
  // Browsers read `/\\` as `//`: another host.
  return present({ next: path !== undefined && /^\/(?![/\\])/.test(path) ? path : undefined });
};

export const query = (raw: Raw) => present({ q: text(raw['q']) });

export const blasts = (raw: Raw) => present({ q: text(raw['q']), state: oneOf(BLAST, raw['state']) });

export const blast = (raw: Raw) =>
  present({ status: oneOf(MESSAGE, raw['status']), message: text(raw['message']) });

export const newBlast = (raw: Raw) =>
  present({ template: text(raw['template']), edit: text(raw['edit']), list: text(raw['list']) });

export const contacts = (raw: Raw) =>
  present({ q: text(raw['q']), list: text(raw['list']), dialog: oneOf(CONTACT_DIALOGS, raw['dialog']) });

export const reports = (raw: Raw) =>
  present({ by: oneOf(GROUP_BY, raw['by']), range: oneOf(RANGES, raw['range']) });

export const users = (raw: Raw) =>
  present({ q: text(raw['q']), state: oneOf(STATES, raw['state']), role: oneOf(ROLES, raw['role']) });

export const numbers = (raw: Raw) => present({ status: oneOf(WHATSAPP, raw['status']) });

export const audit = (raw: Raw) => present({ user: text(raw['user']), action: text(raw['action']) });

export const deadLetters = (raw: Raw) => present({ kind: oneOf(DEAD_LETTERS, raw['kind']) });
