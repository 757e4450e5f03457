import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDb, type Database } from '@siar/db';
import { createTestDatabase } from '@siar/db/testing';
import { JobStopped, type Outcome } from '@siar/queue';
import { v7 as uuidv7 } from 'uuid';
import { createTestClock } from '../../../platform/clock.ts';
import type { EventBus, SiarEvent } from '../../../platform/events/index.ts';
import { createSilentLogger } from '../../../platform/logger.ts';
import { createImportService, type ImportService } from '../imports.service.ts';
import { createRunImport } from '../run-import.job.ts';

export interface ImportBench {
  db: Database;
  imports: ImportService;
  dataDirectory: string;
  published: SiarEvent[];
  enqueued: string[];
  /** What tests do to the queue. */
  queue: { isAway: boolean };
  tenant(settings?: { locale?: string }): Promise<string>;
  /** Stores a file as an upload would have, without the form around it. */
  stored(input: {
    userId: string;
    content: string | Buffer;
    listId?: string;
    mapping?: object;
  }): Promise<string>;
  /** Runs the job once, as a worker would. */
  run(
    importId: string,
    options?: { signal?: AbortSignal; batchRows?: number; db?: Database },
  ): Promise<Outcome>;
  /** `stored`, `run` and `get` in one. */
  imported(input: Parameters<ImportBench['stored']>[0]): Promise<Awaited<ReturnType<ImportService['get']>>>;
  book(userId: string): Promise<{ phoneNumber: string; name: string | null; fields: unknown }[]>;
  files(): Promise<string[]>;
  close(): Promise<void>;
}

/** Everything an import needs, on a database and in a directory of its own; the queue and the bus are in memory. */
export async function createImportBench(options: {
  clusterUrl: string;
  maxUploadBytes?: number;
}): Promise<ImportBench> {
  const database = await createTestDatabase(options.clusterUrl);
  const db = createDb({ url: database.url });
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'siar-imports-'));
  await mkdir(path.join(dataDirectory, 'uploads'));
  const clock = createTestClock();
  const logger = createSilentLogger();
  const published: SiarEvent[] = [];
  const enqueued: string[] = [];
  const queue = { isAway: false };
  const events = createMemoryEvents(published);
  const imports = createImportService({
    db,
    clock,
    events,
    logger,
    dataDirectory,
    ...(options.maxUploadBytes === undefined ? {} : { maxUploadBytes: options.maxUploadBytes }),
    producer: {
      enqueue: async (_job, payload) => {
        if (queue.isAway) throw new Error('the queue is away');
        enqueued.push(JSON.stringify(payload));
        return 'job';
      },
    },
  });
  let tenants = 0;

  const bench: ImportBench = {
    db,
    imports,
    dataDirectory,
    published,
    enqueued,
    queue,
    async tenant(settings = {}) {
      tenants += 1;
      const user = await db.prisma.user.create({
        data: { email: `tenant${tenants}@example.com`, name: 'x', passwordHash: 'x', ...settings },
      });
      return user.id;
    },
    async stored({ userId, content, listId, mapping }) {
      const id = uuidv7();
      const filePath = path.join('uploads', id);
      await writeFile(path.join(dataDirectory, filePath), content);
      await db.prisma.importRun.create({
        data: {
          id,
          userId,
          fileName: 'kontak.csv',
          filePath,
          fileBytes: content.length,
          fileSha256: '',
          listId: listId ?? null,
          mapping: { ...mapping },
        },
      });
      return id;
    },
    run(importId, { signal, batchRows, db: other } = {}) {
      const deps = { db: other ?? db, clock, events, logger, dataDirectory, ...(batchRows && { batchRows }) };
      const context = { signal: signal ?? new AbortController().signal, jobId: 'job', attempt: 1 };
      return createRunImport(deps)({ importId }, context);
    },
    async imported(input) {
      const id = await bench.stored(input);
      await bench.run(id);
      return imports.get({ userId: input.userId, id });
    },
    book: (userId) =>
      db.prisma.contact.findMany({
        where: { userId },
        orderBy: { id: 'asc' },
        select: { phoneNumber: true, name: true, fields: true },
      }),
    files: () => readdir(path.join(dataDirectory, 'uploads')),
    async close() {
      await db.close();
      await database.drop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
  return bench;
}

export const shutdownSignal = (): AbortSignal => AbortSignal.abort(new JobStopped('shutdown'));

function createMemoryEvents(published: SiarEvent[]): Pick<EventBus, 'publish' | 'subscribe' | 'onResync'> {
  const listeners = new Set<(event: SiarEvent) => void>();
  return {
    publish(event) {
      published.push(event);
      for (const listener of [...listeners]) listener(event);
    },
    subscribe(where: unknown, listener: unknown) {
      const matches = where as (event: SiarEvent) => boolean;
      const tell = (event: SiarEvent): void => {
        if (matches(event)) (listener as (event: SiarEvent) => void)(event);
      };
      listeners.add(tell);
      return Promise.resolve(() => void listeners.delete(tell));
    },
    onResync: () => () => undefined,
  };
}
