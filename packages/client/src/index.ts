export {
  type ConnectionState,
  createSiarClient,
  type SiarClient,
  type SiarClientOptions,
  type WebSocketConstructor,
} from './siar-client.ts';
export { type SiarError, siarErrorOf } from './siar-error.ts';
