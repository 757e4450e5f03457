import { z } from 'zod';

const ledger = z.array(
  z.object({ messageId: z.string(), from: z.string(), to: z.string(), body: z.string(), at: z.string() }),
);
/** One message that reached "WhatsApp". */
export type Arrival = z.infer<typeof ledger>[number];

/** The WhatsApp simulator's control plane (contract.md, "Simulators"), as far as a person with a phone needs it. */
export type Levers = {
  phone(input: { number: string; registered?: boolean; failWith?: string }): Promise<void>;
  scan(input: { qr: string; number: string }): Promise<void>;
  /** How long each QR lives from now on, in milliseconds. */
  qrLives(ms: number): Promise<void>;
  /** Everything that was sent by `from`, oldest first. */
  arrivals(from: string): Promise<Arrival[]>;
};

export function createLevers({ url }: { url: string }): Levers {
  const call = async (path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${url}/_sim/${path}`, {
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  return {
    phone: async (input) => {
      await call('phones', input);
    },
    scan: async (input) => {
      await call('scan', input);
    },
    qrLives: async (qrTtlMs) => {
      await call('faults', { qrTtlMs });
    },
    arrivals: async (from) => ledger.parse(await call(`ledger?from=${encodeURIComponent(from)}`)),
  };
}
