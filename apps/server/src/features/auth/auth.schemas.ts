import { role } from '@siar/shared';
import { z } from 'zod';
import { MIN_PASSWORD_LENGTH } from './passwords.ts';

/** Kept and compared in lower case, without spaces around it. */
export const emailAddress = z.string().trim().toLowerCase().max(254).check(z.email());

/** One that exists already, to be compared. */
export const password = z.string().min(1).max(1_000);

/** One that is to be kept. What is too long in bytes is said by the service, with a code of its own. */
export const newPassword = z.string().min(MIN_PASSWORD_LENGTH).max(1_000);

export const personName = z.string().trim().min(1).max(100);

/** Names that both this process and PostgreSQL know; offsets such as +07:00 mean the opposite in PostgreSQL. */
export const timeZoneName = z
  .string()
  .refine((name) => name === 'UTC' || Intl.supportedValuesOf('timeZone').includes(name), 'unknown time zone');

export const locale = z.enum(['id', 'en']);

/** A person as everyone who may see him sees him. Times are ISO 8601. */
export const person = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  role,
  locale: z.string(),
  timeZone: z.string(),
  createdAt: z.string(),
});
export type Person = z.infer<typeof person>;

export function toPerson(user: {
  id: string;
  email: string;
  name: string;
  role: Person['role'];
  locale: string;
  timeZone: string;
  createdAt: Date;
}): Person {
  const { id, email, name, role: as, locale: language, timeZone, createdAt } = user;
  return { id, email, name, role: as, locale: language, timeZone, createdAt: createdAt.toISOString() };
}
