import type { Locale } from '@siar/shared';
import type { AppRouter } from '@siar/server/router';
import {
  createTRPCClient,
  createWSClient,
  httpBatchLink,
  splitLink,
  type TRPCClient,
  type WebSocketClientOptions,
  wsLink,
} from '@trpc/client';

/** The browser's, Node 22's, or `ws`. */
export type WebSocketConstructor = new (url: string, protocols?: string | string[]) => unknown;

export interface SiarClientOptions {
  /** Where Siar is: `https://siar.example.com`. A page that Siar served uses `window.location.origin`. */
  url: string;
  /**
   * Login token or API key; a function is asked at every request and connection. Absent in a browser page of Siar's
   * own, which has the login cookie.
   */
  token?: string | null | (() => string | null);
  /** Needed for subscriptions in Node 20, which has none: `import { WebSocket } from 'ws'`. */
  WebSocket?: WebSocketConstructor;
  /** Language of the messages of errors. Indonesian when absent. */
  locale?: Locale | (() => Locale);
  /** The login behind the socket has ended (logged out, password changed, account deactivated). */
  onLoginEnded?: () => void;
}

/** `idle`: no subscription is open, so no socket is either. */
export type ConnectionState = 'idle' | 'connecting' | 'connected';

export interface SiarClient {
  /** Every procedure: `api.blasts.get.query({ id })`, `api.blasts.onProgress.subscribe({ blastId }, { onData })`. */
  readonly api: TRPCClient<AppRouter>;
  /** Told of the WebSocket's state, first of the present one. */
  onConnection(listener: (state: ConnectionState) => void): () => void;
  /** Ends all subscriptions and the socket. Calls over HTTP go on working. */
  close(): Promise<void>;
}

/** What the server closes sockets with when their login has ended. */
const LOGIN_ENDED = 4401;
/** An address longer than this is cut by some proxies; the batch is then split. */
const MAX_URL_LENGTH = 4_000;
/** The server refuses more than 50. */
const MAX_BATCH = 40;

/**
 * A client of everything that Siar can do: queries and mutations over HTTP (those of one tick in one request),
 * subscriptions over one WebSocket that opens when it is needed and heals by itself.
 *
 * It knows the server by its types only; none of the server's code comes with it.
 */
export function createSiarClient(options: SiarClientOptions): SiarClient {
  const base = options.url.replace(/\/+$/, '');
  const token = (): string | null => valueOf(options.token) ?? null;
  const locale = (): Locale | undefined => valueOf(options.locale);
  const socket = createWSClient({
    url: `${base.replace(/^http/, 'ws')}/trpc`,
    WebSocket: webSocketOf(options),
    connectionParams: () => {
      const now = { token: token(), locale: locale() };
      return {
        ...(now.token === null ? {} : { token: now.token }),
        ...(now.locale ? { locale: now.locale } : {}),
      };
    },
    lazy: { enabled: true, closeMs: 1_000 },
    keepAlive: { enabled: true, intervalMs: 20_000, pongTimeoutMs: 10_000 },
    // Half of it random: after a restart of the server not everybody comes back in the same instant.
    retryDelayMs: (attempt) => Math.min(250 * 2 ** attempt, 10_000) * (0.5 + Math.random() / 2),
    onClose: (cause) => {
      if (cause?.code === LOGIN_ENDED) options.onLoginEnded?.();
    },
  });

  const api = createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: wsLink({ client: socket }),
        false: httpBatchLink({
          url: `${base}/trpc`,
          maxURLLength: MAX_URL_LENGTH,
          maxItems: MAX_BATCH,
          headers: () => {
            const now = { token: token(), locale: locale() };
            return {
              ...(now.token === null ? {} : { authorization: `Bearer ${now.token}` }),
              ...(now.locale === undefined ? {} : { 'accept-language': now.locale }),
            };
          },
        }),
      }),
    ],
  });

  return {
    api,
    onConnection(listener) {
      const subscription = socket.connectionState.subscribe({
        next: ({ state }) => listener(state === 'pending' ? 'connected' : state),
      });
      return () => subscription.unsubscribe();
    },
    close: () => socket.close(),
  };
}

function valueOf<Value>(given: Value | (() => Value)): Value {
  return given instanceof Function ? given() : given;
}

/** The one given, the built-in one, or one that says what is missing. */
function webSocketOf(options: SiarClientOptions): NonNullable<WebSocketClientOptions['WebSocket']> {
  const { WebSocket: native } = globalThis as { WebSocket?: WebSocketConstructor };
  const found = options.WebSocket ?? native ?? MissingWebSocket;
  // trpc asks for the DOM's type; `ws` keeps the same promises.
  return found as unknown as NonNullable<WebSocketClientOptions['WebSocket']>;
}

/** Thrown when a subscription opens the socket, not when the client is built: many programs never subscribe. */
function MissingWebSocket(): never {
  throw new Error("This Node has no WebSocket: pass one, createSiarClient({ WebSocket }) with `ws`'s");
}
