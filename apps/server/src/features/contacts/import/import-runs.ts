import type { Prisma } from '@siar/db';
import {
  columnMapping,
  type ImportRunDetail,
  type ImportRunView,
  type RefusedRow,
  sentenceForReason,
} from '@siar/shared';
import { z } from 'zod';
import { fileFacts } from './inspect-file.ts';

/** What a run keeps in `options`: found out once, obeyed by every worker that goes on with it. */
export const importOptions = z.object({
  facts: fileFacts.optional(),
  columns: z
    .object({
      firstRow: z.int(),
      phone: z.int(),
      name: z.int().nullable(),
      fields: z.array(z.object({ column: z.int(), key: z.string() })),
    })
    .optional(),
  /** How often a worker began at this row: one that kills its workers must not do so for ever. */
  tries: z.object({ row: z.int(), count: z.int() }).optional(),
  /** The row that `reasonCode` is about. */
  reasonRow: z.int().optional(),
});
export type ImportOptions = z.infer<typeof importOptions>;

export const importMapping = columnMapping;

export type ImportRunRow = Prisma.ImportRunGetPayload<object>;

const ENDED: readonly ImportRunRow['status'][] = ['COMPLETED', 'CANCELED', 'FAILED'];

export function hasEnded(run: Pick<ImportRunRow, 'status'>): boolean {
  return ENDED.includes(run.status);
}

export function toImportRun(run: ImportRunRow, locale: string): ImportRunView {
  const options = importOptions.parse(run.options);
  const lines = options.facts?.lines ?? 0;
  const { id, fileName, listId, status, total, imported, updated, duplicates, invalid, suppressed } = run;
  return {
    id,
    fileName,
    listId,
    status,
    total,
    imported,
    updated,
    duplicates,
    invalid,
    suppressed,
    progress: run.status === 'COMPLETED' ? 1 : lines === 0 ? 0 : Math.min(0.99, run.nextRow / lines),
    reason: run.reasonCode,
    message: run.reasonCode === null ? null : sentenceForReason(run.reasonCode, locale),
    reasonRow: options.reasonRow ?? null,
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
  };
}

export function toImportDetail(
  run: ImportRunRow & { errors: { row: number; value: string; reason: string }[] },
  locale: string,
): ImportRunDetail {
  return { ...toImportRun(run, locale), errors: run.errors.map((error) => toRefusedRow(error, locale)) };
}

export function toRefusedRow(
  error: { row: number; value: string; reason: string },
  locale: string,
): RefusedRow {
  const { row, value, reason } = error;
  return { row, value, reason, message: sentenceForReason(reason, locale) };
}
