/** The slice of a pino logger that this package writes to. */
export interface QueueLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export const silentLogger: QueueLogger = { info: () => {}, warn: () => {}, error: () => {} };
