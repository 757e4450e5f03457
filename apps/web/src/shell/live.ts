import { createContext, useContext, useSyncExternalStore } from 'react';

/** Messages a minute of each blast whose progress is being followed. */
export class Rates {
  readonly #rates = new Map<string, number>();
  readonly #listeners = new Set<() => void>();

  set(blastId: string, perMinute: number): void {
    if (this.#rates.get(blastId) === perMinute) return;
    this.#rates.set(blastId, perMinute);
    for (const listener of this.#listeners) listener();
  }

  of = (blastId: string): number => this.#rates.get(blastId) ?? 0;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

export const RatesContext = createContext(new Rates());

/** Messages an hour, over all the blasts named. */
export function useRatePerHour(blastIds: readonly string[]): number {
  const rates = useContext(RatesContext);
  return useSyncExternalStore(rates.subscribe, () =>
    Math.round(blastIds.reduce((sum, id) => sum + rates.of(id), 0) * 60),
  );
}

/** `lost` is said only once there was a connection to lose. */
export type Connection = 'starting' | 'connected' | 'lost';
export const ConnectionContext = createContext<Connection>('starting');
export const useConnection = (): Connection => useContext(ConnectionContext);
