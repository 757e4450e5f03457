import type { Database, MessageStatus } from '@siar/db';
import {
  type BlastMessageDetail,
  type BlastMessageView,
  blastMessageId,
  CSV_BYTE_ORDER_MARK,
  csvRow,
  type Locale,
  localeOf,
  notFound,
  reasonText,
  renderTemplate,
  toPage,
} from '@siar/shared';
import { habitsOf } from '../contacts/tenant-habits.ts';

export interface BlastMessageService {
  /** In the order in which they leave; the cursor is the last seq. @throws not_found */
  list(input: {
    userId: string;
    id: string;
    status?: MessageStatus;
    cursor?: string;
    limit: number;
  }): Promise<{ items: BlastMessageView[]; nextCursor: string | null }>;
  /** @param messageId `<blast id>.<seq>` @throws not_found */
  get(input: { userId: string; messageId: string }): Promise<BlastMessageDetail>;
  /** Every message with number, status, time and reason, a few thousand rows at a time. @throws not_found */
  csv(input: { userId: string; id: string; status?: MessageStatus }): Promise<AsyncIterable<string>>;
}

interface MessageRow {
  seq: number;
  phoneNumber: string;
  name: string | null;
  status: MessageStatus;
  attempts: number;
  reasonCode: string | null;
  contactId: string | null;
  fields: Record<string, unknown> | null;
  nextAttemptAt: Date | null;
  sendingAt: Date | null;
  sentAt: Date | null;
  deliveredAt: Date | null;
  readAt: Date | null;
}

const CSV_PAGE = 5_000;

const COLUMNS = `m.seq, m.phone_number AS "phoneNumber", c.name, m.status, m.attempts, m.reason_code AS "reasonCode",
  m.contact_id AS "contactId", m.fields, m.next_attempt_at AS "nextAttemptAt", m.sending_at AS "sendingAt",
  m.sent_at AS "sentAt", m.delivered_at AS "deliveredAt", m.read_at AS "readAt"`;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export function createBlastMessageService({ db }: { db: Database }): BlastMessageService {
  const { prisma, pool } = db;

  async function blastOf(input: { userId: string; id: string }) {
    const row = await prisma.blastJob.findFirst({
      where: input,
      select: { id: true, serial: true, message: true },
    });
    if (row === null) throw notFound('blast');
    return row;
  }

  async function read(input: { serial: number; status: MessageStatus | null; after: number; limit: number }) {
    const { rows } = await pool.query<MessageRow>(
      `SELECT ${COLUMNS} FROM blast_messages m LEFT JOIN contacts c ON c.id = m.contact_id
       WHERE m.blast_serial = $1 AND m.seq > $2 AND ($3::message_status IS NULL OR m.status = $3)
       ORDER BY m.seq LIMIT $4`,
      [input.serial, input.after, input.status, input.limit],
    );
    return rows;
  }

  const localeFor = async (userId: string): Promise<Locale> =>
    localeOf((await habitsOf(prisma, userId)).locale);

  async function* csvPages(input: {
    serial: number;
    status: MessageStatus | null;
    locale: Locale;
  }): AsyncGenerator<string> {
    yield (
      CSV_BYTE_ORDER_MARK +
      csvRow([
        'number',
        'name',
        'status',
        'attempts',
        'reason_code',
        'reason',
        'sent_at',
        'delivered_at',
        'read_at',
      ])
    );
    let after = 0;
    for (;;) {
      const rows = await read({ ...input, after, limit: CSV_PAGE });
      yield rows.map((row) => csvRow(cellsOf(row, input.locale))).join('');
      const last = rows.at(-1);
      if (last === undefined || rows.length < CSV_PAGE) return;
      after = last.seq;
    }
  }

  return {
    async list({ userId, id, status, cursor, limit }) {
      const [{ serial }, locale] = await Promise.all([blastOf({ userId, id }), localeFor(userId)]);
      const after = cursor === undefined ? 0 : Number(cursor);
      const rows = await read({ serial, status: status ?? null, after, limit: limit + 1 });
      const page = toPage(rows, { limit, cursorOf: (last) => String(last.seq) });
      return {
        items: page.items.map((row) => toView({ blastId: id, row, locale })),
        nextCursor: page.nextCursor,
      };
    },

    async get({ userId, messageId }) {
      const [blastId = '', seq = ''] = blastMessageId.parse(messageId).split('.');
      const { id, serial, message } = await blastOf({ userId, id: blastId });
      const [row] = await read({ serial, status: null, after: Number(seq) - 1, limit: 1 });
      if (row?.seq !== Number(seq)) throw notFound('message');
      const locale = await localeFor(userId);
      return {
        ...toView({ blastId: id, row, locale }),
        blastId: id,
        contactId: row.contactId,
        body: renderTemplate(message, { ...row.fields, phone: row.phoneNumber }).text,
        remedy: reasonText(row.reasonCode, locale)?.remedy ?? null,
        nextAttemptAt: iso(row.nextAttemptAt),
        sendingAt: iso(row.sendingAt),
      };
    },

    async csv({ userId, id, status }) {
      const [{ serial }, locale] = await Promise.all([blastOf({ userId, id }), localeFor(userId)]);
      return csvPages({ serial, status: status ?? null, locale });
    },
  };
}

function toView(input: { blastId: string; row: MessageRow; locale: Locale }): BlastMessageView {
  const { blastId, row, locale } = input;
  return {
    id: `${blastId}.${String(row.seq)}`,
    phoneNumber: row.phoneNumber,
    name: row.name,
    status: row.status,
    attempts: row.attempts,
    reasonCode: row.reasonCode,
    reason: reasonText(row.reasonCode, locale)?.sentence ?? null,
    sentAt: iso(row.sentAt),
    deliveredAt: iso(row.deliveredAt),
    readAt: iso(row.readAt),
  };
}

function cellsOf(row: MessageRow, locale: Locale): (string | number | null)[] {
  const { phoneNumber, name, status, attempts, reasonCode } = row;
  const reason = reasonText(reasonCode, locale)?.sentence ?? null;
  return [
    phoneNumber,
    name,
    status,
    attempts,
    reasonCode,
    reason,
    iso(row.sentAt),
    iso(row.deliveredAt),
    iso(row.readAt),
  ];
}
