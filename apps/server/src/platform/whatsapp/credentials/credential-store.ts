/**
 * Where the credentials of one WhatsAppSession rest. The bytes are opaque: each engine has its own format.
 * An implementation is bound to its session (and, on PostgreSQL, to the epoch of its holder) when it is built.
 */
export interface CredentialStore {
  /** The newest readable credentials, or null when the number is not linked. Rejects when they cannot be read. */
  load(): Promise<Buffer | null>;
  /** Replaces them in one step: a reader sees the old or the new bytes, never a mixture. */
  save(credentials: Buffer): Promise<void>;
  /** Forgets every generation. Idempotent. */
  delete(): Promise<void>;
}

/** For tests: keeps one generation in memory. */
export function createMemoryCredentialStore(initial: Buffer | null = null): CredentialStore {
  let current = initial;
  return {
    load: () => Promise.resolve(current),
    save: (credentials) => {
      current = Buffer.from(credentials);
      return Promise.resolve();
    },
    delete: () => {
      current = null;
      return Promise.resolve();
    },
  };
}
