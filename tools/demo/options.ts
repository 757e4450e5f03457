import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../repository.ts';

export type DemoOptions = {
  once: boolean;
  engine: 'simulator' | 'web-js';
  /** Absolute path of the CSV. */
  contacts: string;
  port: number;
};

/** @throws Error that names the argument that is wrong */
export function demoOptions(args: readonly string[], env: NodeJS.ProcessEnv): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      once: { type: 'boolean', default: false },
      engine: { type: 'string', default: 'simulator' },
      contacts: { type: 'string', default: 'examples/contacts.csv' },
      port: { type: 'string', default: env['PORT'] ?? '3000' },
    },
  });
  if (values.engine !== 'simulator' && values.engine !== 'web-js')
    throw new Error(`--engine must be simulator or web-js, not "${values.engine}"`);
  const contacts = isAbsolute(values.contacts)
    ? values.contacts
    : join(env['INIT_CWD'] ?? ROOT, values.contacts);
  const fallback = join(ROOT, values.contacts);
  const file = existsSync(contacts) ? contacts : fallback;
  if (!existsSync(file)) throw new Error(`--contacts: no such file: ${contacts}`);
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port must be a whole number from 0 to 65535`);
  return { once: values.once, engine: values.engine, contacts: file, port };
}
