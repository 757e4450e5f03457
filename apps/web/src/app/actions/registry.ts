import { createContext, useContext, useEffect, useId, useSyncExternalStore } from 'react';
import type { ActionGroup, AppAction } from './action.ts';

export interface Registered {
  group: ActionGroup;
  actions: readonly AppAction[];
}

/** What can be done on the screen as it is now: the shell's own actions and those of the page that is open. */
export class ActionRegistry {
  readonly #sets = new Map<string, Registered>();
  readonly #listeners = new Set<() => void>();
  #snapshot: readonly Registered[] = [];

  put(key: string, set: Registered): void {
    this.#sets.set(key, set);
    this.#changed();
  }

  remove(key: string): void {
    this.#sets.delete(key);
    this.#changed();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  all = (): readonly Registered[] => this.#snapshot;

  #changed(): void {
    this.#snapshot = [...this.#sets.values()];
    for (const listener of this.#listeners) listener();
  }
}

export const ActionRegistryContext = createContext<ActionRegistry | null>(null);

export function useActionRegistry(): ActionRegistry {
  const registry = useContext(ActionRegistryContext);
  if (registry === null) throw new Error('useActionRegistry outside of its provider');
  return registry;
}

/** Offers a page's actions to the palette and the keyboard while the page is on the screen. */
export function useActions(group: ActionGroup, actions: readonly AppAction[]): void {
  const registry = useActionRegistry();
  const key = useId();
  useEffect(() => {
    registry.put(key, { group, actions });
  });
  useEffect(() => () => registry.remove(key), [registry, key]);
}

export function useRegisteredActions(): readonly Registered[] {
  const registry = useActionRegistry();
  return useSyncExternalStore(registry.subscribe, registry.all);
}
