import { stat, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Database } from '@siar/db';
import {
  cancel,
  done,
  handOver,
  type Outcome,
  type runImport,
  stopReasonOf,
  type JobHandler,
} from '@siar/queue';
import { type Columns, detectColumns, type FileProblem, isBlankRow, isDomainError } from '@siar/shared';
import type { Clock } from '../../platform/clock.ts';
import type { EventBus } from '../../platform/events/index.ts';
import type { Logger } from '../../platform/logger.ts';
import { toBatch, writeBatch } from './import/import-batch.ts';
import {
  hasEnded,
  importMapping,
  importOptions,
  type ImportOptions,
  type ImportRunRow,
} from './import/import-runs.ts';
import { type FileFacts, inspectFile } from './import/inspect-file.ts';
import { type ReadFault, readRows, type Row } from './import/read-rows.ts';
import { inTransaction } from './in-transaction.ts';
import { habitsOf } from './tenant-habits.ts';

export interface RunImportDeps {
  db: Database;
  clock: Clock;
  events: Pick<EventBus, 'publish'>;
  logger: Logger;
  dataDirectory: string;
  /** Rows per transaction: a cancel, a shutdown and the progress bar wait for one. */
  batchRows?: number;
}

/** At most this often, in milliseconds, the browser is told. */
const PROGRESS_EVERY_MS = 300;
/** Rows looked at to find header and columns. */
const SAMPLE_ROWS = 250;
/** Queue retries, crashes and sweeps together. */
const MOST_TRIES = 10;

/**
 * Reads an uploaded file into the book, batch by batch. Runs again after a crash, from the row after the last
 * batch that was committed; a second run of a finished import does nothing.
 */
export function createRunImport(deps: RunImportDeps): JobHandler<typeof runImport> {
  const { db, clock, events, logger, dataDirectory, batchRows = 1_000 } = deps;
  const { prisma } = db;

  return async ({ importId }, { signal }) => {
    const run = await prisma.importRun.findUnique({ where: { id: importId } });
    if (run === null) return cancel('the import is gone');
    const log = logger.child({ importId, userId: run.userId });
    if (hasEnded(run)) return dropFile(run);
    const habits = await habitsOf(prisma, run.userId).catch((error: unknown) => {
      if (isDomainError(error, 'not_found')) return null;
      throw error;
    });
    if (habits === null) return cancel('the tenant is gone');

    const options = importOptions.parse(run.options);
    const tries = {
      row: run.nextRow,
      count: options.tries?.row === run.nextRow ? options.tries.count + 1 : 1,
    };
    const began = await prisma.importRun.updateMany({
      where: { id: importId, status: { in: ['WAITING', 'RUNNING'] } },
      data: { status: 'RUNNING', startedAt: run.startedAt ?? clock.now(), options: { ...options, tries } },
    });
    if (began.count === 0) return dropFile(run); // canceled a moment ago
    tell(run);
    if (tries.count > MOST_TRIES) {
      log.error({ row: run.nextRow }, 'an import was given up: every try ended at the same row');
      await end(run, { expectedRow: run.nextRow, fault: { problem: 'unexpected', row: null } });
      return dropFile(run);
    }

    const plan = await prepare(run, habits.defaultCountry);
    if ('problem' in plan) {
      await end(run, { expectedRow: run.nextRow, fault: { problem: plan.problem, row: null } });
      log.info({ reason: plan.problem }, 'an uploaded file could not be imported');
      return dropFile(run);
    }
    const outcome = await importRows(run, { ...plan, defaultCountry: habits.defaultCountry, signal });
    if (outcome !== null) return outcome;
    log.info(
      { seconds: (clock.now().getTime() - (run.startedAt ?? run.createdAt).getTime()) / 1_000 },
      'imported a file',
    );
    return dropFile(run);
  };

  /** Encoding, delimiter and columns: found out by the first run, read from the row by the next. */
  async function prepare(
    run: ImportRunRow,
    defaultCountry: string,
  ): Promise<{ facts: FileFacts; columns: Columns } | { problem: FileProblem }> {
    const file = fileOf(run);
    const known = importOptions.parse(run.options);
    if ((await stat(file).catch(() => null)) === null) return { problem: 'file_gone' };
    if (known.facts !== undefined && known.columns !== undefined)
      return { facts: known.facts, columns: known.columns };
    const facts = await inspectFile(file);
    if ('problem' in facts) return facts;
    const sample: string[][] = [];
    for await (const row of readRows(file, facts)) {
      if (!('cells' in row) || sample.length === SAMPLE_ROWS) break;
      sample.push(row.cells);
    }
    const mapping = importMapping.parse(run.mapping);
    const columns = detectColumns(sample, { defaultCountry, mapping });
    if (columns === null) return { problem: 'no_phone_column' };
    const now = importOptions.parse(
      (await prisma.importRun.findUniqueOrThrow({ where: { id: run.id } })).options,
    );
    await prisma.importRun.update({
      where: { id: run.id },
      data: { options: { ...now, ...importOptions.parse({ facts, columns }) } },
    });
    return { facts, columns };
  }

  /** @returns null when the file was read to its end, else how the job ends */
  async function importRows(
    run: ImportRunRow,
    plan: { facts: FileFacts; columns: Columns; defaultCountry: string; signal: AbortSignal },
  ): Promise<Outcome | null> {
    const { facts, columns, defaultCountry, signal } = plan;
    let expectedRow = run.nextRow;
    let toldAt = 0;

    const write = async (rows: Row[], lastRow: number): Promise<boolean> => {
      const batch = toBatch(rows, { columns, defaultCountry, lastRow });
      const progress = { userId: run.userId, importId: run.id, listId: run.listId, expectedRow };
      const isOurs = await inTransaction(db.pool, (client) =>
        writeBatch(client, { ...progress, batch, now: clock.now() }),
      );
      expectedRow = lastRow;
      const now = clock.now().getTime();
      if (now - toldAt >= PROGRESS_EVERY_MS) {
        tell(run);
        toldAt = now;
      }
      return isOurs;
    };

    let rows: Row[] = [];
    let lastRow = expectedRow;
    let fault: ReadFault | null = null;
    const skipTo = Math.max(columns.firstRow, run.nextRow);
    for await (const row of readRows(fileOf(run), facts)) {
      if ('problem' in row) {
        fault = row;
        break;
      }
      if (row.row <= skipTo) continue;
      lastRow = row.row;
      if (!isBlankRow(row.cells)) rows.push(row);
      if (rows.length < batchRows) continue;
      if (!(await write(rows, lastRow))) return stopped(run);
      rows = [];
      if (signal.aborted) return leave(signal);
    }
    if (rows.length > 0 && !(await write(rows, lastRow))) return stopped(run);
    await end(run, { expectedRow, fault });
    return null;
  }

  /** The signal says why: a shutdown hands the rest to another worker, a lost lock already has. */
  function leave(signal: AbortSignal): Outcome {
    return stopReasonOf(signal) === 'shutdown' ? handOver() : cancel('stopped');
  }

  /** Canceled by a person, or taken over by another worker: who holds the run knows what to do with the file. */
  async function stopped(run: ImportRunRow): Promise<Outcome> {
    const now = await prisma.importRun.findUnique({ where: { id: run.id } });
    if (now !== null && !hasEnded(now)) return cancel('another worker goes on with the import');
    return dropFile(run);
  }

  /** A row at which reading had to stop counts as refused, and is named. */
  async function end(
    run: ImportRunRow,
    result: { expectedRow: number; fault: { row: number | null; problem: FileProblem } | null },
  ): Promise<void> {
    const { expectedRow, fault } = result;
    await prisma.$transaction(async (tx) => {
      const now = await tx.importRun.findUnique({ where: { id: run.id } });
      if (now === null) return;
      const options: ImportOptions = importOptions.parse(now.options);
      const nothing = fault === null && now.total === 0;
      const problem = fault?.problem ?? (nothing ? emptiness(options) : null);
      const row = fault?.row ?? null;
      const { count } = await tx.importRun.updateMany({
        where: { id: run.id, status: 'RUNNING', nextRow: expectedRow },
        data: {
          status: problem === null ? 'COMPLETED' : 'FAILED',
          reasonCode: problem,
          finishedAt: clock.now(),
          ...(row === null
            ? {}
            : {
                total: { increment: 1 },
                invalid: { increment: 1 },
                options: { ...options, reasonRow: row },
              }),
        },
      });
      if (count === 0 || row === null || problem === null) return;
      await tx.importRowError.create({ data: { importId: run.id, row, value: '', reason: problem } });
    });
    tell(run);
    await announce(run.id);
  }

  async function announce(id: string): Promise<void> {
    const run = await prisma.importRun.findUnique({ where: { id } });
    if (run === null || !hasEnded(run)) return;
    const { userId, fileName, status, imported, duplicates, invalid } = run;
    events.publish({
      type: 'activity',
      userId,
      kind: 'import.finished',
      at: clock.now().toISOString(),
      details: { importId: id, fileName, status, imported, duplicates, invalid },
    });
  }

  function tell(run: ImportRunRow): void {
    events.publish({ type: 'import.progress', userId: run.userId, importId: run.id });
  }

  function fileOf(run: ImportRunRow): string {
    return path.join(dataDirectory, run.filePath);
  }

  /** The rows are in the book: people's numbers do not lie around twice. */
  async function dropFile(run: ImportRunRow): Promise<Outcome> {
    await rm(fileOf(run), { force: true });
    return done();
  }
}

function emptiness(options: ImportOptions): FileProblem {
  return (options.columns?.firstRow ?? 0) > 0 ? 'header_only' : 'empty';
}
