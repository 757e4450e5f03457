import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { buildServer } from './build/build-server.ts';
import { buildWeb } from './build/build-web.ts';
import { accountOf, reconcile, type Account, type Reconciliation } from './demo/account.ts';
import { importContacts, linkNumber, runBlast } from './demo/main-job.ts';
import { demoOptions, type DemoOptions } from './demo/options.ts';
import { createProgressLine } from './demo/progress-line.ts';
import { logIn } from './demo/siar-api.ts';
import { freePort, requireFreePort } from './process/free-port.ts';
import { STATE } from './repository.ts';
import { startDemoStack, type DemoStack } from './runtime/demo-stack.ts';
import { withStack } from './runtime/run-stack.ts';
import { say, seconds } from './terminal.ts';

/** The number that the demo's coffee shop links. */
const NUMBER = '+6281100000000';
/** Quick, and still visibly one after another. A real number keeps seconds between its messages. */
const PACING = { minDelayMs: 20, maxDelayMs: 80 };
const ACK_DELAY_MS = 250;

/** `npm run demo`: the main job on a simulated WhatsApp, through the public API, from contacts to receipts. */
export async function main(args: readonly string[]): Promise<number> {
  const start = Date.now();
  const options = demoOptions(args, process.env);
  const port = options.port === 0 ? await freePort() : options.port;
  await requireFreePort(port, 'choose another with -- --port=N');
  await buildServer({ say });
  await buildWeb({ say });
  const code = await withStack({
    say,
    work: async ({ stack, stopped }) => {
      const demo = await startDemoStack({ stack, home: join(STATE, 'demo'), port, engine: options.engine });
      await writeDemoFile(demo);
      say(`up on ${demo.url} after ${seconds(start)}`);
      const { account, complaint } = await runMainJob({ demo, options });
      process.stdout.write(`${JSON.stringify(account)}\n`);
      if (complaint !== undefined) say(complaint);
      if (options.once) return complaint === undefined ? 0 : 1;
      sayWhereToGo(demo, account);
      await stopped;
      return 0;
    },
  });
  return code ?? 0;
}

async function runMainJob({
  demo,
  options,
}: {
  demo: DemoStack;
  options: DemoOptions;
}): Promise<{ account: Account; complaint: string | undefined }> {
  const start = Date.now();
  const { simulator } = demo;
  const api = await logIn({ url: demo.url, ...demo.tenant });
  const listName = `${basename(options.contacts)} ${new Date().toISOString().slice(0, 19).replace('T', ' ')}`;
  const { listId, run } = await importContacts({ api, file: options.contacts, listName });
  say(`imported ${run.imported} contacts (${run.duplicates} duplicates, ${run.invalid} invalid)`);

  await simulator.phone({ number: NUMBER, ackDelayMs: ACK_DELAY_MS });
  await linkNumber({ api, simulator, number: NUMBER });
  say(`linked ${NUMBER}`);

  const seenBefore = (await simulator.ledger()).length;
  const progress = createProgressLine({ out: process.stdout });
  const blast = await runBlast({
    api,
    listId,
    name: 'Promo akhir pekan',
    pacing: PACING,
    onProgress: (now) => progress.show(now),
  });
  progress.end();
  const account = accountOf({ blast, seconds: (Date.now() - start) / 1000 });
  const differences = reconcile({
    messages: await api.messages(blast.id),
    ledger: (await simulator.ledger()).slice(seenBefore),
  });
  await api.close();
  return { account, complaint: complaintOf(account, differences) };
}

/** Why not every recipient is accounted for; undefined when they all are. */
function complaintOf(account: Account, { lost, duplicated, unrecorded }: Reconciliation): string | undefined {
  const { total, sent, failed, skipped, unknown } = account;
  if (total === 0) return 'nobody was sent to';
  if (sent + failed + skipped + unknown !== total)
    return `only ${sent + failed + skipped + unknown} of ${total} are accounted for`;
  if (lost.length + duplicated.length + unrecorded.length === 0) return undefined;
  return `rows and WhatsApp disagree: ${lost.length} lost, ${duplicated.length} sent twice, ${unrecorded.length} sent and not recorded`;
}

/** What acceptance checks and people's scripts read (contract.md). */
async function writeDemoFile({ url, simulatorUrl, admin, tenant }: DemoStack): Promise<void> {
  const file = {
    url,
    whatsappSimulatorUrl: simulatorUrl,
    midtransSimulatorUrl: null,
    admin,
    tenant: { ...tenant, whatsappNumber: NUMBER },
  };
  await mkdir(STATE, { recursive: true });
  await writeFile(join(STATE, 'demo.json'), `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
}

function sayWhereToGo({ url, admin, tenant }: DemoStack, { blastId }: Account): void {
  say(`open ${url}/blasts/${blastId}`);
  say(`  tenant  ${tenant.email}  ${tenant.password}`);
  say(`  admin   ${admin.email}  ${admin.password}`);
  say('Ctrl+C stops everything');
}
