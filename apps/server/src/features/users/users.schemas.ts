import { maskPhone, role, whatsAppStatus } from '@siar/shared';
import { z } from 'zod';
import { person, toPerson } from '../auth/auth.schemas.ts';

/** A person as an admin sees him: metadata, the number masked. Times are ISO 8601. */
export const userView = person.extend({
  deactivatedAt: z.string().nullable(),
  whatsapp: z.object({ status: whatsAppStatus, phoneNumber: z.string().nullable() }).nullable(),
});
export type UserView = z.infer<typeof userView>;

export const userFilter = z.object({
  /** Part of a name or e-mail. */
  search: z.string().trim().max(100).optional(),
  role: role.optional(),
  state: z.enum(['active', 'deactivated']).optional(),
});

export interface UserRow {
  id: string;
  email: string;
  name: string;
  role: UserView['role'];
  locale: string;
  timeZone: string;
  createdAt: Date;
  deactivatedAt: Date | null;
  whatsAppSession: {
    status: NonNullable<UserView['whatsapp']>['status'];
    phoneNumber: string | null;
  } | null;
}

export function toUserView(row: UserRow): UserView {
  const number = row.whatsAppSession;
  const phoneNumber = number?.phoneNumber == null ? null : maskPhone(number.phoneNumber);
  return {
    ...toPerson(row),
    deactivatedAt: row.deactivatedAt?.toISOString() ?? null,
    whatsapp: number === null ? null : { status: number.status, phoneNumber },
  };
}
