import { hash, verify } from '@node-rs/bcrypt';
import { DomainError } from '@siar/shared';

/** About 0.2 s on one core of 2026. Not a setting: nobody should be able to lower it by accident. */
export const BCRYPT_COST = 12;

/** In characters. */
export const MIN_PASSWORD_LENGTH = 10;

/** bcrypt reads no further and would cut silently, so a longer one is refused. */
export const MAX_PASSWORD_BYTES = 72;

/** Of a random password nobody knows: an unknown e-mail must cost as much time as a known one. */
const NOBODYS_HASH = '$2b$12$VG45z6MLCDmrMuLoPW2Rpe8xXl8XWiO6rj37iiugdGdxUVB4JO/wW';

/** @throws DomainError password_too_long over 72 bytes, invalid_input under 10 characters */
export async function hashPassword(password: string): Promise<string> {
  const normal = normalized(password);
  if (isTooLong(normal)) throw new DomainError('password_too_long', { limitBytes: MAX_PASSWORD_BYTES });
  if ([...normal].length < MIN_PASSWORD_LENGTH) {
    const message = `must have at least ${MIN_PASSWORD_LENGTH} characters`;
    throw new DomainError('invalid_input', { issues: [{ path: 'password', kind: 'too_small', message }] });
  }
  return hash(normal, { cost: BCRYPT_COST });
}

/** Takes the same time whether there is a hash to compare with or not. */
export async function isPasswordRight(input: {
  password: string;
  passwordHash: string | null;
}): Promise<boolean> {
  const normal = normalized(input.password);
  const isMatch = await verify(normal, input.passwordHash ?? NOBODYS_HASH);
  return isMatch && input.passwordHash !== null && !isTooLong(normal);
}

/** Keyboards compose "é" in two ways; a person types one password. */
function normalized(password: string): string {
  return password.normalize('NFC');
}

function isTooLong(password: string): boolean {
  return Buffer.byteLength(password) > MAX_PASSWORD_BYTES;
}
