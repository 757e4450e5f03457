import { join } from 'node:path';
import { z } from 'zod';
import { freePort } from '../process/free-port.ts';
import { ROOT } from '../repository.ts';
import { untilHttpReady } from '../supervisor/http-ready.ts';
import { say } from '../terminal.ts';
import type { ProcessPlan } from '../supervisor/supervised-process.ts';

export type SimulatorPlan = { plan: ProcessPlan; url: string };

/**
 * The WhatsApp simulator as a process of its own: its ledger must outlive everything else's death.
 * The ports are chosen here, once, so that it is found at the same place after a restart.
 */
export async function whatsAppSimulatorPlan({ home }: { home: string }): Promise<SimulatorPlan> {
  const [port, pagePort] = await Promise.all([freePort(), freePort()]);
  const url = `http://127.0.0.1:${port}`;
  const program = join(ROOT, 'packages', 'simulators', 'src', 'whatsapp', 'main.ts');
  const settings = {
    port: String(port),
    'page-port': String(pagePort),
    ledger: join(home, 'whatsapp-ledger.jsonl'),
  };
  return {
    url,
    plan: {
      name: 'whatsapp-simulator',
      command: process.execPath,
      args: [
        '--import',
        import.meta.resolve('tsx'),
        program,
        ...Object.entries(settings).map(([name, value]) => `--${name}=${value}`),
      ],
      env: process.env,
      cwd: ROOT,
      logFile: join(home, 'logs', 'whatsapp-simulator.log'),
      untilReady: (signal) =>
        untilHttpReady({
          url: `${url}/_sim/info`,
          signal,
          onWait: (answer) => say(`the WhatsApp simulator is not ready yet: ${answer}`),
        }),
      stopTimeoutMs: 5_000,
    },
  };
}

const info = z.object({ chromiumArgs: z.array(z.string()) });
const ledger = z.array(
  z.object({
    messageId: z.string(),
    from: z.string(),
    to: z.string(),
    at: z.union([z.string(), z.number()]),
  }),
);
export type LedgerRow = z.infer<typeof ledger>[number];

export type WhatsAppSimulatorControl = {
  /** What leads Chromium to the simulated page, and nowhere else. */
  chromiumArgs(): Promise<string[]>;
  scan(input: { qr: string; number: string }): Promise<void>;
  phone(input: { number: string; registered?: boolean; ackDelayMs?: number }): Promise<void>;
  /** Every message that reached "WhatsApp", oldest first. */
  ledger(): Promise<LedgerRow[]>;
};

/** The simulator's control plane. */
export function controlWhatsAppSimulator({ url }: { url: string }): WhatsAppSimulatorControl {
  const call = async (path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}/_sim/${path}`, {
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json' },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`the WhatsApp simulator answered ${answer.status} to ${path}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    chromiumArgs: async () => info.parse(await call('info')).chromiumArgs,
    scan: async (input) => {
      await call('scan', input);
    },
    phone: async (input) => {
      await call('phones', input);
    },
    ledger: async () => ledger.parse(await call('ledger')),
  };
}
