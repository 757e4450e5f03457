import { createHash } from 'node:crypto';
import type { Database } from '@siar/db';
import { UnreadableError } from '../../crypto/envelope.ts';
import type { Envelope } from '../../crypto/envelope.ts';
import type { CredentialStore } from './credential-store.ts';

/** Another worker holds the number now (its epoch is higher): this one may write nothing any more. */
export class FencedError extends Error {
  constructor(sessionId: string) {
    super(`WhatsAppSession ${sessionId} is held by another worker`);
    this.name = 'FencedError';
  }
}

/** The newest and the one before it: a generation damaged on its way does not cost the link. */
const GENERATIONS_KEPT = 2;

/**
 * Credentials of one WhatsAppSession, encrypted, so that any worker can take the number over. Writes carry the
 * holder's `epoch` and are refused with {@link FencedError} once somebody else has taken over.
 */
export function createPostgresCredentialStore({
  db,
  envelope,
  sessionId,
  epoch,
}: {
  db: Database;
  envelope: Envelope;
  sessionId: string;
  epoch: number;
}): CredentialStore {
  const { prisma } = db;
  const contextOf = (generation: number) => `whatsapp_credentials:${sessionId}:${generation}`;

  return {
    async load() {
      const rows = await prisma.whatsAppCredential.findMany({
        where: { sessionId },
        orderBy: { generation: 'desc' },
      });
      let unreadable: UnreadableError | null = null;
      for (const row of rows) {
        try {
          const plain = envelope.open(row, contextOf(row.generation));
          if (sha256(plain) === row.sha256) return plain;
          unreadable ??= new UnreadableError('damaged', 'The credentials do not match their checksum');
        } catch (error) {
          if (!(error instanceof UnreadableError)) throw error;
          unreadable ??= error;
        }
      }
      if (unreadable) throw unreadable;
      return null;
    },

    async save(credentials) {
      await prisma.$transaction(async (tx) => {
        // The lock keeps two generations from being numbered alike, and the take-over from slipping in between.
        const held = await tx.$queryRaw<
          unknown[]
        >`SELECT 1 FROM whatsapp_sessions WHERE id = ${sessionId}::uuid AND epoch = ${epoch} FOR UPDATE`;
        if (held.length === 0) throw new FencedError(sessionId);
        const newest = await tx.whatsAppCredential.aggregate({
          where: { sessionId },
          _max: { generation: true },
        });
        const generation = (newest._max.generation ?? 0) + 1;
        const { keyId, ciphertext } = envelope.seal(credentials, contextOf(generation));
        await tx.whatsAppCredential.create({
          data: {
            sessionId,
            generation,
            keyId,
            ciphertext: new Uint8Array(ciphertext),
            sha256: sha256(credentials),
            epoch,
          },
        });
        await tx.whatsAppCredential.deleteMany({
          where: { sessionId, generation: { lte: generation - GENERATIONS_KEPT } },
        });
      });
    },

    async delete() {
      await prisma.$transaction(async (tx) => {
        const held = await tx.$queryRaw<
          unknown[]
        >`SELECT 1 FROM whatsapp_sessions WHERE id = ${sessionId}::uuid AND epoch = ${epoch} FOR UPDATE`;
        if (held.length === 0) throw new FencedError(sessionId);
        await tx.whatsAppCredential.deleteMany({ where: { sessionId } });
      });
    },
  };
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
