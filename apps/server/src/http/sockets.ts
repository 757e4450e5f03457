import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { DomainError, errorMessage, localeOf } from '@siar/shared';
import type { AnyRouter } from '@trpc/server';
import { applyWSSHandler, type CreateWSSContextFnOptions } from '@trpc/server/adapters/ws';
import { WebSocket, WebSocketServer } from 'ws';
import type { EventBus } from '../platform/events/index.ts';
import type { Logger } from '../platform/logger.ts';
import type { Metrics } from '../platform/metrics.ts';
import { type Limiter, waitOf } from '../platform/rate-limit.ts';
import type { Services } from '../services.ts';
import { logFailure } from './error-response.ts';
import { httpStatusOf, toDomainError } from './errors.ts';
import { credentialOf } from './login-cookie.ts';
import { checkOrigin, type OriginPolicy } from './origin.ts';
import type { Authenticate } from './request-context.ts';
import { addressOfUpgrade, requestIdOf } from './request.ts';
import type { Caller, RequestContext } from './trpc.ts';

const PATH = '/trpc';
/** A silent proxy or a laptop that went to sleep is noticed after ping + pong, in milliseconds. */
const PING_MS = 20_000;
const PONG_MS = 10_000;
/** A login that runs out by itself tells nobody, so open sockets are asked for theirs this often. */
const RECHECK_MS = 5 * 60_000;
const MAX_MESSAGE_BYTES = 1_000_000;
/** Codes 4000 to 4999 are ours to give a meaning; the client shows the login page on this one. */
export const LOGIN_ENDED = 4401;
const TOO_MANY_CALLS = 4429;

interface OpenSocket {
  token: string;
  caller: Caller;
}

export interface Sockets {
  /** As a network does it: without a word. For tests. */
  cut(): void;
  /** Tells clients to come back elsewhere, closes, and resolves when all are gone. */
  close(): Promise<void>;
}

/**
 * The tRPC router over WebSocket, on the HTTP server's own port. A login that ends closes its sockets at once, in
 * every API process: the event says whose, and each open socket of that person is asked for its login again.
 */
export function attachSockets(options: SocketOptions): Sockets {
  const { server, router, services, authenticate, originPolicy, events, logger, metrics } = options;
  const wss = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  const open = new Map<WebSocket, OpenSocket>();
  const clientOf = new WeakMap<IncomingMessage, WebSocket>();

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname !== PATH) return refuse(request, socket, new DomainError('not_found', { what: 'route' }));
    try {
      checkOrigin(request, originPolicy);
    } catch (error) {
      return refuse(request, socket, toDomainError(error, { requestId: requestIdOf(request) }));
    }
    wss.handleUpgrade(request, socket, head, (client) => {
      clientOf.set(request, client);
      wss.emit('connection', client, request);
    });
  }

  async function createContext({ req, info }: CreateWSSContextFnOptions): Promise<RequestContext> {
    // A browser cannot set headers on a WebSocket, so a program in one sends its token as the first message.
    const token = info.connectionParams?.['token'] ?? credentialOf(req)?.token ?? null;
    const caller = token === null ? null : await authenticate(token);
    if (token !== null && caller !== null) remember(clientOf.get(req), { token, caller });
    return {
      requestId: requestIdOf(req),
      services,
      caller,
      address: addressOfUpgrade(req, options.trustedProxies),
      userAgent: req.headers['user-agent']?.slice(0, 500) ?? null,
      locale: localeOf(info.connectionParams?.['locale'] ?? req.headers['accept-language']),
      idempotencyKey: null,
      setLoginCookie: () => undefined,
    };
  }

  function remember(client: WebSocket | undefined, socket: OpenSocket): void {
    if (client?.readyState !== WebSocket.OPEN) return;
    open.set(client, socket);
    client.once('close', () => open.delete(client));
  }

  async function recheck(userId?: string): Promise<void> {
    const concerned = [...open].filter(([, { caller }]) => userId === undefined || caller.id === userId);
    await Promise.all(
      concerned.map(async ([client, { token, caller }]) => {
        const now = await authenticate(token);
        // A changed role must not go on living in an open socket either.
        if (now?.role !== caller.role) client.close(LOGIN_ENDED, 'login ended');
      }),
    );
  }

  function recheckLoudly(userId?: string): void {
    recheck(userId).catch((error: unknown) => {
      logger.warn({ err: error, userId }, 'could not ask open sockets for their logins; closing them');
      for (const [client, { caller }] of open) {
        if (userId === undefined || caller.id === userId) client.close(1012, 'try again');
      }
    });
  }

  const trpc = applyWSSHandler({
    wss,
    router,
    createContext,
    keepAlive: { enabled: true, pingMs: PING_MS, pongWaitMs: PONG_MS },
    onError({ error, path, ctx }) {
      // The router's context type is not known here; ours is what createContext makes.
      const context = ctx as RequestContext | undefined;
      const requestId = context?.requestId ?? '';
      const refusal = toDomainError(error, { requestId });
      logFailure(logger, { refusal, requestId, procedure: path, userId: context?.caller?.id });
    },
  });
  wss.on('connection', (client, request) => {
    metrics.openSockets.inc();
    client.once('close', () => metrics.openSockets.dec());
    const address = addressOfUpgrade(request, options.trustedProxies);
    // One purse for all that an address asks, whichever way it asks.
    client.on('message', () => {
      options.callLimiter.consume(address).catch((error: unknown) => {
        if (waitOf(error) !== null) client.close(TOO_MANY_CALLS, 'too many calls');
      });
    });
  });
  server.on('upgrade', onUpgrade);
  const ticking = setInterval(() => recheckLoudly(), RECHECK_MS);
  ticking.unref();
  const unsubscribe = events.subscribe(['login.revoked', 'user.deactivated'], (event) =>
    recheckLoudly(event.userId),
  );
  const stopResync = events.onResync(() => recheckLoudly());

  return {
    cut() {
      for (const client of wss.clients) client.terminate();
    },
    async close() {
      clearInterval(ticking);
      stopResync();
      (await unsubscribe)();
      server.off('upgrade', onUpgrade);
      trpc.broadcastReconnectNotification();
      await Promise.all([...wss.clients].map(closeClient));
    },
  };
}

interface SocketOptions {
  server: Server;
  router: AnyRouter;
  services: Services;
  authenticate: Authenticate;
  originPolicy: OriginPolicy;
  callLimiter: Limiter;
  trustedProxies: number;
  events: EventBus;
  logger: Logger;
  metrics: Metrics;
}

/** A client that does not answer the farewell within a second has gone already. */
function closeClient(client: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const impatience = setTimeout(() => client.terminate(), 1_000);
    client.once('close', () => {
      clearTimeout(impatience);
      resolve();
    });
    client.close(1001, 'going away');
  });
}

function refuse(request: IncomingMessage, socket: Duplex, refusal: DomainError): void {
  const message = errorMessage(refusal.code, localeOf(request.headers['accept-language']));
  const body = JSON.stringify({ code: refusal.code, message, details: refusal.details });
  socket.end(
    `HTTP/1.1 ${httpStatusOf(refusal.code)} Refused\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
