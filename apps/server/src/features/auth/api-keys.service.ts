import { randomBytes } from 'node:crypto';
import type { ApiKey, Database } from '@siar/db';
import { notFound } from '@siar/shared';
import { z } from 'zod';
import type { Caller } from '../../http/trpc.ts';
import type { Clock } from '../../platform/clock.ts';
import { recordAudit } from './audit.ts';
import { hashToken } from './login-sessions.ts';

/** Tells a key from a login token, and a key in a leaked file from noise. */
const API_KEY_PREFIX = 'siar_';

/** `lastUsedAt` is for people; a program that calls ten times a second writes it once a minute. */
const LAST_USED_STEP_MS = 60_000;

export const isApiKey = (bearer: string): boolean => bearer.startsWith(API_KEY_PREFIX);

/** Times are ISO 8601. `prefix`: the first characters, to recognise the key by. */
export const apiKeyView = z.object({
  id: z.uuid(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(z.string()),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
  expiresAt: z.string().nullable(),
});
export type ApiKeyView = z.infer<typeof apiKeyView>;

export interface ApiKeyService {
  /** Null when the key is unknown, revoked or expired, or its owner is deactivated. */
  authenticate(key: string): Promise<Caller | null>;
  list(input: { userId: string }): Promise<ApiKeyView[]>;
  /** The only time that the key itself is shown. */
  create(input: {
    userId: string;
    name: string;
    expiresAt: Date | null;
    address: string;
  }): Promise<ApiKeyView & { key: string }>;
  /** @throws not_found, also for a foreign or revoked key */
  revoke(input: { userId: string; id: string; address: string }): Promise<void>;
}

export function createApiKeyService({ db, clock }: { db: Database; clock: Clock }): ApiKeyService {
  const { prisma } = db;
  return {
    async authenticate(key) {
      const row = await prisma.apiKey.findUnique({
        where: { keyHash: hashToken(key) },
        include: { user: true },
      });
      if (row?.revokedAt !== null || row.user.deactivatedAt !== null) return null;
      const now = clock.now();
      if (row.expiresAt !== null && row.expiresAt <= now) return null;
      if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() > LAST_USED_STEP_MS) {
        await prisma.apiKey.updateMany({ where: { id: row.id }, data: { lastUsedAt: now } });
      }
      const { id, email, name, role } = row.user;
      return { id, email, name, role, loginSessionId: null };
    },

    async list({ userId }) {
      const rows = await prisma.apiKey.findMany({
        where: { userId, revokedAt: null },
        orderBy: { id: 'desc' },
      });
      return rows.map(toView);
    },

    async create({ userId, name, expiresAt, address }) {
      const key = `${API_KEY_PREFIX}${randomBytes(32).toString('base64url')}`;
      const prefix = key.slice(0, API_KEY_PREFIX.length + 6);
      const row = await prisma.$transaction(async (tx) => {
        const created = await tx.apiKey.create({
          data: { userId, name, prefix, keyHash: hashToken(key), scopes: ['full'], expiresAt },
        });
        await recordAudit(tx, {
          actorId: userId,
          userId,
          action: 'api_key.created',
          subject: created.id,
          address,
        });
        return created;
      });
      return { ...toView(row), key };
    },

    async revoke({ userId, id, address }) {
      await prisma.$transaction(async (tx) => {
        const { count } = await tx.apiKey.updateMany({
          where: { id, userId, revokedAt: null },
          data: { revokedAt: clock.now() },
        });
        if (count === 0) throw notFound('api_key');
        await recordAudit(tx, { actorId: userId, userId, action: 'api_key.revoked', subject: id, address });
      });
    },
  };
}

function toView(row: ApiKey): ApiKeyView {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
  };
}
