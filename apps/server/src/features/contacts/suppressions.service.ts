import { type Database, tenantDb } from '@siar/db';
import {
  DomainError,
  maskPhone,
  notFound,
  parsePhoneNumber,
  sentenceForReason,
  type SuppressionView,
  toPage,
} from '@siar/shared';
import type { Clock } from '../../platform/clock.ts';
import { recordAudit } from '../auth/audit.ts';
import { habitsOf } from './tenant-habits.ts';

export interface SuppressionService {
  list(input: {
    userId: string;
    search?: string;
    cursor?: string;
    limit: number;
  }): Promise<{ items: SuppressionView[]; nextCursor: string | null }>;
  get(input: { userId: string; phoneNumber: string }): Promise<SuppressionView>;
  /** No blast of this tenant reaches the number from now on. One that is suppressed already keeps its reason. */
  add(input: Deed & { note?: string | null }): Promise<SuppressionView>;
  /** @throws not_found */
  remove(input: Deed): Promise<void>;
}

interface Deed {
  userId: string;
  phoneNumber: string;
  /** Client address, for the audit list. */
  address: string;
}

export function createSuppressionService({ db, clock }: { db: Database; clock: Clock }): SuppressionService {
  const { prisma } = db;

  async function numberOf(input: { userId: string; phoneNumber: string }): Promise<string> {
    const { defaultCountry, locale } = await habitsOf(prisma, input.userId);
    // A plus in an address that nobody encoded arrives as a space.
    const parsed = parsePhoneNumber(input.phoneNumber.replace(/^ (?=\d)/, '+'), { defaultCountry });
    if (parsed.ok) return parsed.e164;
    const { problem } = parsed;
    throw new DomainError('invalid_phone_number', {
      reason: problem,
      message: sentenceForReason(problem, locale),
    });
  }

  /** For looking up: what is no number is simply not there. */
  async function knownNumber(input: { userId: string; phoneNumber: string }): Promise<string> {
    return numberOf(input).catch((error: unknown) => {
      if (error instanceof DomainError && error.code === 'invalid_phone_number')
        throw notFound('suppression');
      throw error;
    });
  }

  return {
    async list({ userId, search, cursor, limit }) {
      const digits = search?.replace(/\D/g, '').replace(/^0+/, '') ?? '';
      const after = cursor === undefined ? null : readCursor(cursor);
      const rows = await tenantDb(prisma, userId).suppressedNumber.findMany({
        where: {
          ...(digits === '' ? {} : { phoneNumber: { contains: digits } }),
          ...(after === null
            ? {}
            : {
                OR: [
                  { createdAt: { lt: after.createdAt } },
                  { createdAt: after.createdAt, phoneNumber: { gt: after.phoneNumber } },
                ],
              }),
        },
        orderBy: [{ createdAt: 'desc' }, { phoneNumber: 'asc' }],
        take: limit + 1,
      });
      return toPage(rows.map(toView), { limit, cursorOf: (last) => `${last.createdAt}~${last.phoneNumber}` });
    },

    async get({ userId, phoneNumber }) {
      const number = await knownNumber({ userId, phoneNumber });
      const row = await tenantDb(prisma, userId).suppressedNumber.findFirst({
        where: { phoneNumber: number },
      });
      if (row === null) throw notFound('suppression');
      return toView(row);
    },

    async add({ userId, address, note = null, ...input }) {
      const phoneNumber = await numberOf({ userId, phoneNumber: input.phoneNumber });
      const row = await prisma.$transaction(async (tx) => {
        const { count } = await tx.suppressedNumber.createMany({
          data: { userId, phoneNumber, note, reason: 'BY_HAND', createdAt: clock.now() },
          skipDuplicates: true,
        });
        if (count > 0) {
          const subject = maskPhone(phoneNumber);
          await recordAudit(tx, { actorId: userId, userId, action: 'suppression.added', subject, address });
        }
        return tx.suppressedNumber.findUniqueOrThrow({
          where: { userId_phoneNumber: { userId, phoneNumber } },
        });
      });
      return toView(row);
    },

    async remove({ userId, address, ...input }) {
      const phoneNumber = await knownNumber({ userId, phoneNumber: input.phoneNumber });
      await prisma.$transaction(async (tx) => {
        const row = await tx.suppressedNumber.findUnique({
          where: { userId_phoneNumber: { userId, phoneNumber } },
        });
        const { count } = await tx.suppressedNumber.deleteMany({ where: { userId, phoneNumber } });
        if (row === null || count === 0) throw notFound('suppression');
        await recordAudit(tx, {
          actorId: userId,
          userId,
          action: 'suppression.removed',
          subject: maskPhone(phoneNumber),
          details: { reason: row.reason },
          address,
        });
      });
    },
  };
}

function readCursor(cursor: string): { createdAt: Date; phoneNumber: string } {
  const [time = '', phoneNumber = ''] = cursor.split('~');
  const createdAt = new Date(time);
  if (Number.isNaN(createdAt.getTime()) || !/^\+\d+$/.test(phoneNumber)) {
    throw new DomainError('invalid_input', {
      issues: [{ path: 'cursor', kind: 'custom', message: 'unknown cursor' }],
    });
  }
  return { createdAt, phoneNumber };
}

function toView(row: {
  phoneNumber: string;
  reason: SuppressionView['reason'];
  note: string | null;
  createdAt: Date;
}): SuppressionView {
  const { phoneNumber, reason, note, createdAt } = row;
  return { phoneNumber, reason, note, createdAt: createdAt.toISOString() };
}
