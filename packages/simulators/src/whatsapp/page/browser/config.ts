/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { PageConfig } from '../page-protocol.ts';

declare global {
  interface Window {
    __SIMULATED_PAGE__: PageConfig;
    Debug?: { VERSION: string };
  }
}

/** What the host told this page when it was loaded. */
export const config: PageConfig = window.__SIMULATED_PAGE__;

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** The browser's console is this page's log. */
export function report(what: string, error: unknown): void {
  // eslint-disable-next-line no-console
  console.error(`simulated page: ${what}`, error);
}
