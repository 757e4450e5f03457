import type { Dictionary } from '../../i18n/id/index.ts';

/** bcrypt reads no further. */
export const PASSWORD_MAX_BYTES = 72;
export const PASSWORD_MIN = 10;

/** Returns what is wrong, or null: what Mantine forms ask of a rule. */
export const rules = (t: Dictionary) => ({
  email: (value: string) => (/^\S+@\S+\.\S+$/.test(value.trim()) ? null : t.auth.emailInvalid),
  required: (value: string) => (value.trim() === '' ? t.common.fieldRequired : null),
  newPassword: (value: string) => {
    if (value.length < PASSWORD_MIN) return t.auth.passwordShort;
    return new TextEncoder().encode(value).length > PASSWORD_MAX_BYTES ? t.auth.passwordLong : null;
  },
});
