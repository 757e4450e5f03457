import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { WhatsAppSimulatorControl } from '../runtime/simulator-process.ts';
import type { Blast, ImportRun, SiarApi } from './siar-api.ts';

const POLL_MS = 200;
const LINK_TIMEOUT_MS = 60_000;
/** Receipts come after the blast is over; those that do not come in this time are not waited for. */
const RECEIPT_TIMEOUT_MS = 10_000;
const OVER = new Set(['COMPLETED', 'CANCELED', 'FAILED']);

/** Contacts go in: a list of their own, so that the blast reaches this file's people and nobody else. */
export async function importContacts({
  api,
  file,
  listName,
}: {
  api: SiarApi;
  file: string;
  listName: string;
}): Promise<{ listId: string; run: ImportRun }> {
  const { id: listId } = await api.createList(listName);
  const content = await readFile(file);
  const { importId } = await api.importFile({ file: content, fileName: basename(file), listId });
  const run = await poll(
    () => api.importRun(importId),
    ({ status }) => /COMPLETED|FAILED/i.test(status),
  );
  if (/FAILED/i.test(run.status)) throw new Error(`the import of ${file} failed`);
  return { listId, run };
}

/** Connects the tenant's number: what a person does with the phone, the simulator's lever does. */
export async function linkNumber({
  api,
  simulator,
  number,
}: {
  api: SiarApi;
  simulator: WhatsAppSimulatorControl;
  number: string;
}): Promise<void> {
  const deadline = Date.now() + LINK_TIMEOUT_MS;
  let scanned = '';
  await api.connect();
  const state = await poll(
    async () => {
      const now = await api.whatsapp();
      // Left by a demo with the other engine, whose credentials this one cannot read: link anew, as a person would.
      if (now.status === 'FAILED' && now.reason === 'credentials_unreadable') await api.unlink();
      if (now.status === 'LOGGED_OUT') await api.connect();
      if (now.qr !== null && now.qr !== scanned) {
        scanned = now.qr;
        // A QR that has just been replaced is not worth failing for: the next one comes.
        await simulator.scan({ qr: now.qr, number }).catch(() => undefined);
      }
      return now;
    },
    ({ status }) => status === 'CONNECTED' || Date.now() > deadline,
  );
  if (state.status !== 'CONNECTED')
    throw new Error(
      `the number did not connect in ${LINK_TIMEOUT_MS / 1000} s: ${state.status} ${state.reason ?? ''}`,
    );
}

/** Launches the blast and follows it to its end, the receipts included. */
export async function runBlast({
  api,
  listId,
  name,
  pacing,
  onProgress,
  onLaunched = () => undefined,
}: {
  api: SiarApi;
  listId: string;
  name: string;
  pacing: { minDelayMs: number; maxDelayMs: number };
  onProgress: (blast: Blast) => void;
  onLaunched?: (blast: Blast) => void;
}): Promise<Blast> {
  const launched = await api.createBlast({
    name,
    message: 'Halo {{name|Kak}}, terima kasih sudah mampir. Minggu ini kopi susu beli satu gratis satu.',
    audience: { listIds: [listId] },
    pacing,
    launch: true,
  });
  onLaunched(launched);
  const look = async (): Promise<Blast> => {
    const blast = await api.blast(launched.id);
    onProgress(blast);
    return blast;
  };
  await poll(look, ({ status, pauseReason }) => {
    if (status === 'PAUSED') throw new Error(`the blast is paused: ${pauseReason ?? 'no reason given'}`);
    return OVER.has(status);
  });
  const receiptsUntil = Date.now() + RECEIPT_TIMEOUT_MS;
  return poll(look, ({ counts }) => counts.sent === 0 || Date.now() > receiptsUntil);
}

async function poll<Value>(look: () => Promise<Value>, enough: (value: Value) => boolean): Promise<Value> {
  for (;;) {
    const value = await look();
    if (enough(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
