import { z } from 'zod';

const ledgerRows = z.array(
  z.object({
    messageId: z.string(),
    from: z.string(),
    to: z.string(),
    body: z.string(),
    attempts: z.number(),
    ack: z.number(),
    media: z.looseObject({}).optional(),
  }),
);

/** The simulator's levers (contract.md), as a test pulls them. */
export interface SimulatorControl {
  scan(qr: string, number: string): Promise<void>;
  enterCode(code: string, number: string): Promise<void>;
  /** Any lever: `pull('drop', { number })`. Rejects when the simulator says no. */
  pull(lever: string, body: object): Promise<void>;
  ledger(): Promise<z.infer<typeof ledgerRows>>;
  /** Numbers that have a linked device now. */
  linkedNumbers(): Promise<string[]>;
}

export function createSimulatorControl({ url }: { url: string }): SimulatorControl {
  async function pull(lever: string, body: object): Promise<void> {
    const response = await fetch(`${url}/_sim/${lever}`, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${lever}: ${response.status} ${await response.text()}`);
    await response.arrayBuffer();
  }
  async function read(what: string): Promise<unknown> {
    const response = await fetch(`${url}/_sim/${what}`);
    return response.json();
  }
  return {
    pull,
    scan: (qr, number) => pull('scan', { qr, number }),
    enterCode: (code, number) => pull('enter-code', { code, number }),
    ledger: async () => ledgerRows.parse(await read('ledger')),
    async linkedNumbers() {
      const devices = z.array(z.object({ number: z.string() })).parse(await read('devices'));
      return devices.map((device) => device.number);
    },
  };
}
