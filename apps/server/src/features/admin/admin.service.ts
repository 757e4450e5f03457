import type { Database, WhatsAppStatus } from '@siar/db';
import { maskPhone, toPage } from '@siar/shared';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { ReportService } from '../reports/reports.service.ts';
import type { AlertView, AuditView, DeadLetterView, NumberView, Stats } from './admin.schemas.ts';
import { listDeadLetters } from './dead-letters.ts';
import { type QueueDepths, readStats } from './stats.ts';
import { tenantsOf } from './tenants.ts';

interface PageOf<T> {
  items: T[];
  nextCursor: string | null;
}

interface PageRequest {
  cursor?: string;
  limit: number;
}

/** What an admin sees of the platform: metadata, never message texts, full numbers or credentials. All reads. */
export interface AdminService {
  stats(): Promise<Stats>;
  whatsAppSessions(input: PageRequest & { status?: WhatsAppStatus }): Promise<PageOf<NumberView>>;
  /** Newest first. */
  audit(input: PageRequest & { userId?: string; action?: string }): Promise<PageOf<AuditView>>;
  deadLetters(input: PageRequest & { kind?: 'job' | 'message' }): Promise<PageOf<DeadLetterView>>;
  /** Open ones, or those that were dealt with. Newest first. */
  alerts(input: PageRequest & { state: 'open' | 'resolved' }): Promise<PageOf<AlertView>>;
}

const jsonObject = z.record(z.string(), z.unknown()).catch({});

export function createAdminService({
  db,
  clock,
  reports,
  queueDepths,
}: {
  db: Database;
  clock: Clock;
  reports: ReportService;
  queueDepths: QueueDepths;
}): AdminService {
  const { prisma } = db;
  return {
    stats: () => readStats({ db, clock, reports, queueDepths }),

    async whatsAppSessions({ status, cursor, limit }) {
      const rows = await prisma.whatsAppSession.findMany({
        where: { ...before(cursor), ...(status === undefined ? {} : { status }) },
        include: { user: { select: { id: true, name: true, email: true } } },
        orderBy: { id: 'desc' },
        take: limit + 1,
      });
      const page = toPage(rows, { limit, cursorOf: (last) => last.id });
      const items = page.items.map((row) => ({
        id: row.id,
        tenant: row.user,
        status: row.status,
        reason: row.reasonCode,
        phoneNumber: row.phoneNumber === null ? null : maskPhone(row.phoneNumber),
        wanted: row.wanted,
        host: row.host,
        epoch: row.epoch,
        linkedAt: iso(row.linkedAt),
        lastConnectedAt: iso(row.lastConnectedAt),
        lastDisconnectedAt: iso(row.lastDisconnectedAt),
        lastAckAt: iso(row.lastAckAt),
        memoryBytes: row.rssBytes === null ? null : Number(row.rssBytes),
      }));
      return { ...page, items };
    },

    async audit({ userId, action, cursor, limit }) {
      const rows = await prisma.auditEvent.findMany({
        where: {
          ...before(cursor),
          ...(userId === undefined ? {} : { OR: [{ userId }, { actorId: userId }] }),
          ...(action === undefined ? {} : { action }),
        },
        orderBy: { id: 'desc' }, // UUID v7: in the order in which they happened
        take: limit + 1,
      });
      const page = toPage(rows, { limit, cursorOf: (last) => last.id });
      const people = await tenantsOf(
        db,
        page.items.flatMap((row) => [row.actorId, row.userId]),
      );
      const items = page.items.map((row) => ({
        id: row.id,
        at: row.at.toISOString(),
        actor: people(row.actorId),
        tenant: people(row.userId),
        action: row.action,
        subject: row.subject,
        details: jsonObject.parse(row.details),
        address: row.address,
      }));
      return { ...page, items };
    },

    deadLetters: (input) => listDeadLetters({ ...input, db }),

    async alerts({ state, cursor, limit }) {
      const rows = await prisma.alert.findMany({
        where: { ...before(cursor), resolvedAt: state === 'open' ? null : { not: null } },
        orderBy: { id: 'desc' },
        take: limit + 1,
      });
      const page = toPage(rows, { limit, cursorOf: (last) => last.id });
      const tenants = await tenantsOf(
        db,
        page.items.map((row) => row.userId),
      );
      const items = page.items.map((row) => ({
        id: row.id,
        kind: row.kind,
        severity: row.severity,
        tenant: tenants(row.userId),
        details: jsonObject.parse(row.details),
        count: row.count,
        createdAt: row.createdAt.toISOString(),
        lastSeenAt: row.lastSeenAt.toISOString(),
        resolvedAt: iso(row.resolvedAt),
      }));
      return { ...page, items };
    },
  };
}

/** Lists run from the newest id to the oldest. */
function before(cursor: string | undefined): { id?: { lt: string } } {
  return cursor === undefined ? {} : { id: { lt: cursor } };
}

function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
