/**
 * The WhatsApp simulator as a process of its own: `tsx main.ts [--port=N] [--page-port=N] [--ledger=FILE]
 * [--ack-delay-ms=N]`. Prints one JSON line with its addresses when it listens; ends on SIGINT or SIGTERM.
 */
import { parseArgs } from 'node:util';
import { startWhatsAppSimulator } from './simulator.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    'page-port': { type: 'string' },
    ledger: { type: 'string' },
    'ack-delay-ms': { type: 'string' },
  },
});

const number = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0)
    throw new Error(`--${name} must be a whole number, not "${text}"`);
  return value;
};

const simulator = await startWhatsAppSimulator({
  port: number('port', values.port),
  pagePort: number('page-port', values['page-port']),
  ledgerPath: values.ledger,
  ackDelayMs: number('ack-delay-ms', values['ack-delay-ms']),
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void simulator.stop().then(() => process.exit(0)));
}

const { url, wsUrl, pagePort, spki, chromiumArgs } = simulator;
process.stdout.write(`${JSON.stringify({ url, wsUrl, pagePort, spki, chromiumArgs })}\n`);
