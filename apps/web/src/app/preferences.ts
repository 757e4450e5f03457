import { useLocalStorage } from '@mantine/hooks';
import { useSyncExternalStore } from 'react';

/** What this device remembers. Nothing here belongs to the account. */

export type Density = 'comfortable' | 'compact';

export const COLOR_SCHEME_KEY = 'siar.colorScheme';

export function useDensity() {
  return useLocalStorage<Density>({
    key: 'siar.density',
    defaultValue: 'comfortable',
    getInitialValueInEffect: false,
  });
}

export function useRailCollapsed() {
  return useLocalStorage<boolean>({ key: 'siar.rail', defaultValue: false, getInitialValueInEffect: false });
}

/** Width of a list pane in percent, per page. */
export function useListWidth(page: string) {
  return useLocalStorage<number>({
    key: `siar.list.${page}`,
    defaultValue: 34,
    getInitialValueInEffect: false,
  });
}

export function useNotificationsWanted() {
  return useLocalStorage<boolean>({
    key: 'siar.notify',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
}

export type Viewport = 'phone' | 'tablet' | 'wide';
const PHONE = '(max-width: 47.99em)';
const WIDE = '(min-width: 75em)';

const readViewport = (): Viewport =>
  window.matchMedia(PHONE).matches ? 'phone' : window.matchMedia(WIDE).matches ? 'wide' : 'tablet';

function onViewportChange(listener: () => void): () => void {
  const queries = [window.matchMedia(PHONE), window.matchMedia(WIDE)];
  for (const query of queries) query.addEventListener('change', listener);
  return () => {
    for (const query of queries) query.removeEventListener('change', listener);
  };
}

/** One pane on a phone, two on a tablet, three on a wide screen. */
export const useViewport = (): Viewport => useSyncExternalStore(onViewportChange, readViewport);
