/** Another process on the bus, for the contract suite: tells on stdout what it hears. */
import process from 'node:process';
import { createPostgresEventBus } from '../postgres-event-bus.ts';
import { createRedisEventBus } from '../redis-event-bus.ts';

const [kind, url = '', channel = ''] = process.argv.slice(2);
const tell = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

const create = kind === 'redis' ? createRedisEventBus : createPostgresEventBus;
const bus = create({ url, channel, logger: quiet });
await bus.subscribe(
  () => true,
  (event) => {
    tell(event);
    if (event.type === 'login.revoked') void bus.close();
  },
);
tell('ready');
