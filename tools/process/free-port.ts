import { once } from 'node:events';
import { createServer } from 'node:net';

/** A loopback port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free TCP port');
  return address.port;
}

/** @throws Error with the remedy when somebody listens there: better before the builds than after them */
export async function requireFreePort(port: number, remedy: string): Promise<void> {
  const server = createServer().listen(port);
  try {
    await once(server, 'listening');
  } catch {
    throw new Error(`port ${port} is taken: ${remedy}`);
  }
  server.close();
  await once(server, 'close');
}
