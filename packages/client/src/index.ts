export {
  type ConnectionState,
  createSiarClient,
  type SiarClient,
  type SiarClientOptions,
  type WebSocketConstructor,
} from './siar-client.ts';
export { type SiarError, siarErrorOf } from './siar-error.ts';
/** What the server can do, as a type only: for clients that bring their own links or hooks. */
export type { AppRouter } from '@siar/server/router';
