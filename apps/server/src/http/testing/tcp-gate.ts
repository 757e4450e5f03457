import { connect, createServer, type Server, type Socket } from 'node:net';

/** A door in front of a server, to be shut and opened: how a database goes away and comes back. */
export interface TcpGate {
  /** `given` with the gate's own host and port. */
  url: string;
  open(): Promise<void>;
  /** Refuses new connections and cuts those that are. */
  shut(): Promise<void>;
}

/** @param given URL of the server behind; the gate is shut at first */
export async function createTcpGate(given: string): Promise<TcpGate> {
  const target = new URL(given);
  const sockets = new Set<Socket>();
  const remember = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  };
  const accept = (inner: Socket): void => {
    const outer = connect(Number(target.port), target.hostname);
    remember(inner);
    remember(outer);
    inner.once('close', () => outer.destroy());
    outer.once('close', () => inner.destroy());
    inner.pipe(outer);
    outer.pipe(inner);
  };
  let server: Server | null = null;
  const listenOn = (port: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const made = createServer(accept);
      made.once('error', reject);
      made.listen(port, '127.0.0.1', () => {
        server = made;
        const address = made.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  const shut = async (): Promise<void> => {
    const shutting = server;
    server = null;
    const closed = new Promise<void>((resolve) =>
      shutting === null ? resolve() : shutting.close(() => resolve()),
    );
    for (const socket of sockets) socket.destroy();
    await closed;
  };

  const port = await listenOn(0);
  await shut();
  const url = new URL(given);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return {
    url: url.href,
    shut,
    open: async () => {
      await listenOn(port);
    },
  };
}
