import type { Page } from 'playwright-core';
import { z } from 'zod';

/** Reading what stands on the screen, and following what changes there. */

const seen = z.array(z.object({ value: z.string(), at: z.number() }));
/** A value that stood on the screen, and since when (epoch milliseconds). */
export type Seen = z.infer<typeof seen>[number];

/** `data-value` of the one figure with this test id. */
export async function numberUnder(page: Page, testId: string): Promise<number> {
  return Number(await page.getByTestId(testId).getAttribute('data-value'));
}

/** The blast page's counts by status, in lower case; a status that is not shown counts nothing. */
export async function countsOnPage(page: Page): Promise<Record<string, number>> {
  const cells = await page.locator('[data-testid^="count-"]').all();
  const counts = await Promise.all(
    cells.map(async (cell) => {
      const name = (await cell.getAttribute('data-testid'))?.slice('count-'.length) ?? '';
      return [name, Number(await cell.getAttribute('data-value'))] as const;
    }),
  );
  return Object.fromEntries(counts);
}

/**
 * Notes from now on which values an attribute takes, without asking: a value that stood for a blink counts.
 * Ends with the document.
 */
export async function watchValues(
  page: Page,
  { selector, attribute }: { selector: string; attribute: string },
): Promise<() => Promise<Seen[]>> {
  const name = `seen_${attribute.replace(/\W/g, '_')}`;
  await page.evaluate(`{
    const seen = (window.${name} = []);
    const look = () => {
      const value = document.querySelector('${selector}')?.getAttribute('${attribute}');
      if (value != null && seen.at(-1)?.value !== value) seen.push({ value, at: Date.now() });
    };
    look();
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
  }`);
  return async () => seen.parse(await page.evaluate(`window.${name}`));
}

/** When each QR was born, as the WebSocket told it; goes on until the page is closed. */
export function watchQrs(page: Page, { livesMs }: { livesMs: number }): Map<string, number> {
  const born = new Map<string, number>();
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => {
      const [, qr] = /"qr":"([^"]+)"/.exec(String(payload)) ?? [];
      const [, expiresAt] = /"qrExpiresAt":"([^"]+)"/.exec(String(payload)) ?? [];
      if (qr !== undefined && expiresAt !== undefined) born.set(qr, Date.parse(expiresAt) - livesMs);
    });
  });
  return born;
}
