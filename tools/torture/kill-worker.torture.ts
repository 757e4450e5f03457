import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reconcile } from '../demo/account.ts';
import { importContacts, linkNumber, runBlast } from '../demo/main-job.ts';
import { logIn } from '../demo/siar-api.ts';
import type { TortureCase } from './torture-case.ts';

const NUMBER = '+6281100000000';
const MESSAGES_PER_KILL = 150;
const PACING = { minDelayMs: 5, maxDelayMs: 25 };

/**
 * Kills the worker with SIGKILL in the middle of a blast, again and again: Chromium or the engine's socket, the
 * lane's memory and every unfinished commit go with it. A new worker takes the number over.
 */
export const killWorker: TortureCase = {
  name: 'kill-worker',
  run: async ({ siar, kills, random, say }) => {
    const { simulator, worker } = siar;
    const recipients = Math.max(200, kills * MESSAGES_PER_KILL);
    const api = await logIn({ url: siar.url, ...siar.tenant });
    const { listId } = await withContactsFile(recipients, (file) =>
      importContacts({ api, file, listName: `torture ${new Date().toISOString()}` }),
    );
    await linkNumber({ api, simulator, number: NUMBER });
    const seenBefore = (await simulator.ledger()).length;

    // A kill falls after so many more messages have left: in the middle of the work, not of a pause.
    let killed = 0;
    let nextKillAt = drawNext(0);
    function drawNext(sent: number): number {
      return sent + Math.ceil((0.3 + random()) * (recipients / (kills + 1)) * 0.7);
    }
    const blast = await runBlast({
      api,
      listId,
      name: 'Torture',
      pacing: PACING,
      onProgress: ({ counts }) => {
        const sent = counts.sent + counts.delivered + counts.read;
        if (killed >= kills || sent < nextKillAt || worker.pid() === undefined) return;
        killed += 1;
        nextKillAt = drawNext(sent);
        say(`kill ${killed} of ${kills} after ${sent} messages`);
        worker.kill();
      },
    });
    const { lost, duplicated, unrecorded } = reconcile({
      messages: await api.messages(blast.id),
      ledger: (await simulator.ledger()).slice(seenBefore),
    });
    if (unrecorded.length > 0) say(`${unrecorded.length} reached WhatsApp and are not recorded as sent`);
    return {
      kills: killed,
      messages: blast.totalRecipients,
      lost: lost.length + unrecorded.length,
      duplicated: duplicated.length,
      unknown: blast.counts.unknown,
    };
  },
};

async function withContactsFile<Result>(
  count: number,
  use: (file: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'siar-torture-'));
  try {
    const file = join(folder, 'contacts.csv');
    const rows = Array.from(
      { length: count },
      (_, index) => `Pelanggan ${index + 1},0813${String(index).padStart(8, '0')}`,
    );
    await writeFile(file, ['nama,nomor', ...rows, ''].join('\n'));
    return await use(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
