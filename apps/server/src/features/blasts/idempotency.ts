import { createHash } from 'node:crypto';
import { Prisma } from '@siar/db';
import type { NewBlast } from '@siar/shared';

/** A blast that somebody asks for; with a key, asking twice is asking once. */
export type BlastRequest = NewBlast & { userId: string; idempotencyKey: string | null };

/** What the caller asked for, whatever the order of its keys. */
export function fingerprint({ idempotencyKey: _key, userId: _tenant, ...asked }: BlastRequest): string {
  return createHash('sha256').update(canonical(asked)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}

/** Another call wrote the same unique value first. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
