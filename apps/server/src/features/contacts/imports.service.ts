import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import { type Database, tenantDb } from '@siar/db';
import { runImport, type SiarProducer } from '@siar/queue';
import {
  CSV_BYTE_ORDER_MARK,
  csvRow,
  DomainError,
  type ImportRunDetail,
  type ImportRunView,
  isDomainError,
  notFound,
  sentenceForReason,
  SHOWN_ERRORS,
  toPage,
} from '@siar/shared';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { EventBus } from '../../platform/events/index.ts';
import type { Logger } from '../../platform/logger.ts';
import { hasEnded, importMapping, toImportDetail, toImportRun, toRefusedRow } from './import/import-runs.ts';
import { receiveUpload } from './import/receive-upload.ts';
import { habitsOf } from './tenant-habits.ts';

/** Some three million contacts. */
export const MAX_UPLOAD_BYTES = 200 * 1024 * 1024;

/** Below the data directory; the files of one run each, named by its id. */
const UPLOADS = 'uploads';
/** A file without a run is from a process that died between the two; younger ones may still be on their way. */
const ORPHAN_AGE_MS = 24 * 60 * 60_000;
const ERRORS_PER_READ = 2_000;

export interface ImportService {
  /**
   * Takes a multipart form (`file`, `listId?`, `mapping?` as JSON) and lets a worker read it.
   * @throws payload_too_large, file_unreadable, file_empty, invalid_input, unsupported_media_type, not_found
   */
  receive(input: { userId: string; request: IncomingMessage }): Promise<{ importId: string }>;
  list(input: {
    userId: string;
    cursor?: string;
    limit: number;
  }): Promise<{ items: ImportRunView[]; nextCursor: string | null }>;
  get(input: { userId: string; id: string }): Promise<ImportRunDetail>;
  /** What is imported stays. @throws not_found, conflict (details.status) when it has ended otherwise */
  cancel(input: { userId: string; id: string }): Promise<ImportRunDetail>;
  /** All refused rows as CSV, in pieces; safe to open in a spreadsheet. @throws not_found before the first piece */
  errorsCsv(input: { userId: string; id: string }): Promise<AsyncIterable<string>>;
  /** Now, after each change, and lastly at the end. @throws not_found */
  follow(input: { userId: string; id: string; signal: AbortSignal | null }): AsyncGenerator<ImportRunDetail>;
  /** For the sweep: brings runs back whose job never reached the queue, and deletes files that belong to no run. */
  sweep(): Promise<void>;
}

export interface ImportServiceDeps {
  db: Database;
  clock: Clock;
  producer: Pick<SiarProducer, 'enqueue'>;
  events: Pick<EventBus, 'publish' | 'subscribe' | 'onResync'>;
  logger: Logger;
  dataDirectory: string;
  maxUploadBytes?: number;
}

export function createImportService(deps: ImportServiceDeps): ImportService {
  const { db, clock, producer, events, logger, dataDirectory, maxUploadBytes = MAX_UPLOAD_BYTES } = deps;
  const { prisma } = db;

  async function get({ userId, id }: { userId: string; id: string }): Promise<ImportRunDetail> {
    const { locale } = await habitsOf(prisma, userId);
    const run = await tenantDb(prisma, userId).importRun.findUnique({
      where: { id },
      include: { errors: { orderBy: { row: 'asc' }, take: SHOWN_ERRORS } },
    });
    if (run === null) throw notFound('import');
    return toImportDetail(run, locale);
  }

  async function requireList(input: { userId: string; listId: string | undefined }): Promise<void> {
    if (input.listId === undefined) return;
    const found = await tenantDb(prisma, input.userId).contactList.count({ where: { id: input.listId } });
    if (found === 0) throw notFound('list');
  }

  /** The row stands; a queue that is away gets the job from the sweep. */
  async function enqueue(importId: string): Promise<void> {
    await producer.enqueue(runImport, { importId }).catch((error: unknown) => {
      logger.warn({ importId, err: error }, 'an import waits for the queue');
    });
  }

  return {
    async receive({ userId, request }) {
      const { locale } = await habitsOf(prisma, userId);
      const importId = uuidv7();
      const filePath = path.join(UPLOADS, importId);
      const file = path.join(dataDirectory, filePath);
      await mkdir(path.dirname(file), { recursive: true });
      const upload = await receiveUpload(request, { path: file, limitBytes: maxUploadBytes }).catch(
        inWords(locale),
      );
      try {
        const { listId, mapping } = readFields(upload.fields);
        await requireList({ userId, listId });
        await tenantDb(prisma, userId).importRun.create({
          data: {
            id: importId,
            userId,
            fileName: upload.fileName,
            filePath,
            fileBytes: upload.bytes,
            fileSha256: upload.sha256,
            listId: listId ?? null,
            mapping,
            createdAt: clock.now(),
          },
        });
      } catch (error) {
        await rm(file, { force: true });
        throw error;
      }
      await enqueue(importId);
      return { importId };
    },

    async list({ userId, cursor, limit }) {
      const { locale } = await habitsOf(prisma, userId);
      const rows = await tenantDb(prisma, userId).importRun.findMany({
        where: cursor === undefined ? {} : { id: { lt: cursor } },
        orderBy: { id: 'desc' },
        take: limit + 1,
      });
      return toPage(
        rows.map((row) => toImportRun(row, locale)),
        { limit, cursorOf: (last) => last.id },
      );
    },

    get,

    async cancel({ userId, id }) {
      const { count } = await tenantDb(prisma, userId).importRun.updateMany({
        where: { id, status: { in: ['WAITING', 'RUNNING'] } },
        data: { status: 'CANCELED', finishedAt: clock.now() },
      });
      const run = await get({ userId, id });
      if (count === 0 && run.status !== 'CANCELED') throw new DomainError('conflict', { status: run.status });
      if (count > 0) events.publish({ type: 'import.progress', userId, importId: id });
      return run;
    },

    async errorsCsv({ userId, id }) {
      const { locale } = await habitsOf(prisma, userId);
      const mine = await tenantDb(prisma, userId).importRun.count({ where: { id } });
      if (mine === 0) throw notFound('import');
      return errorRows({ id, locale });
    },

    async *follow({ userId, id, signal }) {
      const changes = createWaker(signal);
      const unsubscribe = await events.subscribe(
        (event) => event.type === 'import.progress' && event.importId === id,
        changes.wake,
      );
      const stopListening = events.onResync(changes.wake);
      try {
        let shown = '';
        while (signal?.aborted !== true) {
          const run = await get({ userId, id });
          const state = `${run.status} ${run.total}`;
          if (state !== shown) yield run;
          shown = state;
          if (hasEnded(run)) return;
          await changes.next();
        }
      } finally {
        unsubscribe();
        stopListening();
      }
    },

    async sweep() {
      const waiting = await prisma.importRun.findMany({
        where: { status: { in: ['WAITING', 'RUNNING'] } },
        select: { id: true },
        take: 1_000,
      });
      // One that is in the queue already stays one job.
      for (const { id } of waiting) await enqueue(id);
      await dropOrphans();
    },
  };

  async function* errorRows(input: { id: string; locale: string }): AsyncGenerator<string> {
    yield CSV_BYTE_ORDER_MARK + csvRow(['row', 'value', 'reason', 'message']);
    let after = 0;
    for (;;) {
      const rows = await prisma.importRowError.findMany({
        where: { importId: input.id, row: { gt: after } },
        orderBy: { row: 'asc' },
        take: ERRORS_PER_READ,
      });
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.row;
      yield rows
        .map((error) => toRefusedRow(error, input.locale))
        .map(({ row, value, reason, message }) => csvRow([row, value, reason, message]))
        .join('');
    }
  }

  async function dropOrphans(): Promise<void> {
    const directory = path.join(dataDirectory, UPLOADS);
    const names = await readdir(directory).catch(() => []);
    const ids = names.filter((name) => z.uuid().safeParse(name).success);
    const running = await prisma.importRun.findMany({
      where: { id: { in: ids }, status: { in: ['WAITING', 'RUNNING'] } },
      select: { id: true },
    });
    const needed = new Set(running.map((run) => run.id));
    for (const name of ids.filter((id) => !needed.has(id))) {
      const file = path.join(directory, name);
      const changed = await stat(file).catch(() => null);
      if (changed === null || clock.now().getTime() - changed.mtimeMs < ORPHAN_AGE_MS) continue;
      await rm(file, { force: true });
    }
  }
}

/** A file's fault as a code gets its sentence, in the tenant's language. */
function inWords(locale: string) {
  return (error: unknown): never => {
    if (isDomainError(error) && typeof error.details['reason'] === 'string') {
      const { reason } = error.details;
      throw new DomainError(error.code, { ...error.details, message: sentenceForReason(reason, locale) });
    }
    throw error;
  };
}

const formFields = z.object({ listId: z.uuid().optional(), mapping: importMapping.default({}) });

function readFields(fields: Readonly<Record<string, string>>): z.infer<typeof formFields> {
  const { listId, mapping } = fields;
  const parsed = formFields.safeParse({
    ...(listId === undefined || listId === '' ? {} : { listId }),
    ...(mapping === undefined || mapping === '' ? {} : { mapping: parseJson(mapping) }),
  });
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path: at, code, message }) => ({
    path: at.join('.'),
    kind: code,
    message,
  }));
  throw new DomainError('invalid_input', { issues });
}

/** What is no JSON is left for the schema to refuse by name. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Remembers a wake-up that comes while nobody waits. */
function createWaker(signal: AbortSignal | null) {
  let isAwake = false;
  let resume: (() => void) | undefined;
  const wake = (): void => {
    isAwake = true;
    resume?.();
  };
  signal?.addEventListener('abort', wake, { once: true });
  return {
    wake,
    async next(): Promise<void> {
      if (!isAwake) await new Promise<void>((resolve) => (resume = resolve));
      isAwake = false;
    },
  };
}
