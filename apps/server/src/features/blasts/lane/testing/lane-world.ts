import { randomBytes } from 'node:crypto';
import { createDb, type Database } from '@siar/db';
import { createTestDatabase } from '@siar/db/testing';
import type { BlastStatus, MessageStatus } from '@siar/shared';
import { createSystemClock } from '../../../../platform/clock.ts';
import { createSilentLogger } from '../../../../platform/logger.ts';
import type { WhatsAppEngine } from '../../../../platform/whatsapp/engine.ts';
import type { Lane, LaneSession } from '../../../whatsapp/lane-port.ts';
import type { CommitPool, TouchedBlast } from '../commit-statement.ts';
import { createCommitPool } from '../commit-pool.ts';
import { createGroupCommitter, type GroupCommitter } from '../group-committer.ts';
import { createLane } from '../lane.ts';
import { createLaneReads } from '../lane-reads.ts';
import { createKeyedMessageIds } from '../message-ids.ts';

/** One database with tenants, numbers and blasts in it, and lanes on demand. */
export interface LaneWorld {
  db: Database;
  url: string;
  ids: ReturnType<typeof createKeyedMessageIds>;
  tenant(): Promise<{ userId: string; sessionId: string }>;
  blast(input: BlastInput): Promise<{ id: string; serial: number }>;
  /** Takes the number over as a host does: from here on only this epoch may write. */
  takeOver(tenant: { userId: string; sessionId: string }): Promise<LaneSession>;
  committer(
    pool?: CommitPool,
  ): GroupCommitter & { onCommitted: ((blasts: readonly TouchedBlast[]) => void)[] };
  lane(input: { session: LaneSession; engine: WhatsAppEngine; committer: GroupCommitter }): Lane;
  rows(
    serial: number,
  ): Promise<{ seq: number; status: MessageStatus; attempts: number; reasonCode: string | null }[]>;
  /** Resolves when the blast is in this status; looks whenever something is committed, and every 20 ms. */
  until(blastId: string, isThere: (blast: BlastNow) => boolean): Promise<BlastNow>;
  /** The blast's counters equal its rows. Throws otherwise. */
  checkCounters(serial: number): Promise<void>;
  close(): Promise<void>;
}

export interface BlastInput {
  userId: string;
  recipients: number;
  status?: BlastStatus;
  minDelayMs?: number;
  maxDelayMs?: number;
  message?: string;
}

type BlastNow = Awaited<ReturnType<Database['prisma']['blastJob']['findUniqueOrThrow']>>;

export async function createLaneWorld(postgresUrl: string): Promise<LaneWorld> {
  const database = await createTestDatabase(postgresUrl);
  const db = createDb({ url: database.url, onError: () => undefined });
  const { prisma, pool } = db;
  const ids = createKeyedMessageIds(randomBytes(32));
  const logger = createSilentLogger();
  const clock = createSystemClock();
  const committers: GroupCommitter[] = [];
  const commitPools: ReturnType<typeof createCommitPool>[] = [];
  let count = 0;

  function ownCommitPool(): CommitPool {
    const own = createCommitPool({ url: database.url });
    commitPools.push(own);
    return own;
  }

  return {
    db,
    url: database.url,
    ids,
    async tenant() {
      count += 1;
      const user = await prisma.user.create({
        data: { email: `tenant${count}@example.com`, name: `Tenant ${count}`, passwordHash: 'x' },
      });
      const session = await prisma.whatsAppSession.create({
        data: { userId: user.id, status: 'CONNECTED', wanted: true },
      });
      return { userId: user.id, sessionId: session.id };
    },
    async blast({
      userId,
      recipients,
      status = 'RUNNING',
      minDelayMs = 0,
      maxDelayMs = minDelayMs,
      message = 'Halo',
    }) {
      const { id, serial } = await prisma.blastJob.create({
        data: {
          userId,
          name: 'Promo',
          message,
          audience: {},
          status,
          minDelayMs,
          maxDelayMs,
          totalRecipients: recipients,
          pendingCount: recipients,
          launchedAt: new Date(),
          expandedAt: new Date(),
        },
      });
      await pool.query(
        `INSERT INTO blast_messages (blast_serial, seq, user_id, phone_number)
         SELECT $1, n, $2, '+62812' || lpad(n::text, 8, '0') FROM generate_series(1, $3::int) n`,
        [serial, userId, recipients],
      );
      return { id, serial };
    },
    async takeOver({ userId, sessionId }) {
      const { epoch } = await prisma.whatsAppSession.update({
        where: { id: sessionId },
        data: { epoch: { increment: 1 } },
      });
      return { userId, sessionId, epoch };
    },
    committer(given) {
      const commitPool = given ?? ownCommitPool();
      const onCommitted: ((blasts: readonly TouchedBlast[]) => void)[] = [];
      const committer = createGroupCommitter({
        pool: commitPool,
        clock,
        logger,
        onCommitted: (blasts) => onCommitted.forEach((listen) => listen(blasts)),
      });
      committers.push(committer);
      return { ...committer, onCommitted };
    },
    lane: ({ session, engine, committer }) =>
      createLane(session, engine, {
        reads: createLaneReads(pool),
        committer,
        ids,
        clock,
        logger,
        engineName: 'scripted',
        random: Math.random,
      }),
    rows: (serial) =>
      prisma.blastMessage.findMany({
        where: { blastSerial: serial },
        orderBy: { seq: 'asc' },
        select: { seq: true, status: true, attempts: true, reasonCode: true },
      }),
    async until(blastId, isThere) {
      for (;;) {
        const blast = await prisma.blastJob.findUniqueOrThrow({ where: { id: blastId } }).catch(() => null);
        if (blast !== null && isThere(blast)) return blast;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async checkCounters(serial) {
      const { rows } = await pool.query<{ differs: boolean }>(
        `SELECT ARRAY[b.pending_count, b.sending_count, b.sent_count, b.delivered_count, b.read_count,
             b.failed_count, b.unknown_count, b.skipped_count, b.canceled_count]::bigint[]
           IS DISTINCT FROM (
             SELECT array_agg((SELECT count(*) FROM blast_messages m WHERE m.blast_serial = b.serial AND m.status = s.status)
               ORDER BY s.status)
             FROM unnest(enum_range(NULL::message_status)) AS s (status)
           ) AS differs
         FROM blast_jobs b WHERE b.serial = $1`,
        [serial],
      );
      if (rows[0]?.differs !== false) throw new Error('the counters of the blast are not what its rows say');
    },
    async close() {
      for (const committer of committers) committer.close();
      await Promise.all(commitPools.map((commitPool) => commitPool.end()));
      await db.close();
      await database.drop();
    },
  };
}
