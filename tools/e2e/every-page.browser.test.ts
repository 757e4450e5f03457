import axe, { type AxeResults, type RunOptions } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser, visit, type Visit } from './browser.ts';
import { startHouse, type House } from './house.ts';

/** `heading`: what is there once the page is. */
const TENANT = [
  { path: '/', heading: 'Halo, Kopi Senja' },
  { path: '/whatsapp', heading: 'WhatsApp' },
  { path: '/blasts', heading: 'Blast' },
  { path: '/blasts/new', heading: 'Blast baru' },
  { path: 'a blast', heading: 'Undangan live music' },
  { path: '/contacts', heading: 'Kontak' },
  { path: 'a contact', heading: /./ },
  { path: '/contacts/import', heading: 'Impor kontak' },
  { path: '/templates', heading: 'Template' },
  { path: '/templates/new', heading: 'Template baru' },
  { path: '/reports', heading: 'Laporan' },
  { path: '/subscription', heading: 'Langganan' },
  { path: '/account', heading: 'Akun' },
];
const ADMIN = [
  { path: '/admin', heading: 'Ringkasan' },
  { path: '/admin/users', heading: 'Pengguna' },
  { path: 'a user', heading: 'Kopi Senja' },
  { path: '/admin/numbers', heading: 'Nomor WhatsApp' },
  { path: '/admin/packages', heading: 'Paket' },
  { path: '/admin/audit', heading: 'Jejak audit' },
  { path: '/admin/dead-letters', heading: 'Pekerjaan gagal' },
];
const STRANGER = [
  { path: '/login', heading: 'Masuk ke Siar' },
  { path: '/register', heading: 'Buat akun' },
];
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };

let house: House;
let browser: Browser;
/** Addresses of things that have an id. */
const addresses = new Map<string, string>();

beforeAll(async () => {
  [house, browser] = await Promise.all([startHouse({ postgresUrl: inject('postgresUrl') }), openBrowser()]);
  const tenant = await house.apiAs(house.tenant);
  const admin = await house.apiAs(house.admin);
  const blasts = await tenant.blasts.list.query({ search: 'live music' });
  const contacts = await tenant.contacts.list.query({});
  const users = await admin.users.list.query({ search: house.tenant.email });
  addresses.set('a blast', `/blasts/${blasts.items[0]?.id ?? ''}`);
  addresses.set('a contact', `/contacts/${contacts.items[0]?.id ?? ''}`);
  addresses.set('a user', `/admin/users/${users.items[0]?.id ?? ''}`);
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

for (const [who, pages] of [
  ['a stranger', STRANGER],
  ['a tenant', TENANT],
  ['an admin', ADMIN],
] as const) {
  describe(`for ${who}`, () => {
    let visitor: Visit;
    beforeAll(async () => {
      const login = { 'a stranger': undefined, 'a tenant': house.tenant, 'an admin': house.admin }[who];
      const as = login === undefined ? {} : { as: login };
      visitor = await visit(browser, { house, ...as, colorScheme: 'light', viewport: WIDE });
    });
    afterAll(() => visitor.context.close());
    afterEach(() => expect(visitor.complaints.splice(0)).toEqual([]));

    it.each(pages)(
      '$path can be used by everybody, in light and in dark, and fits a phone',
      async (shown) => {
        const { page } = visitor;
        await page.setViewportSize(WIDE);
        await page.emulateMedia({ colorScheme: 'light' });
        await page.goto(addresses.get(shown.path) ?? shown.path);
        await page.getByRole('heading', { level: 1, name: shown.heading }).first().waitFor();
        await settle(page);
        // Through the debugger's door, so that the page's own Content-Security-Policy stays in force.
        await page.evaluate(axe.source);
        const light = await breaches(page);
        await page.emulateMedia({ colorScheme: 'dark' });
        await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
        await settle(page);
        // Nothing else depends on light and dark.
        const dark = await breaches(page, { runOnly: ['color-contrast'] });
        await page.setViewportSize(PHONE);
        await settle(page);
        const phone = await breaches(page, { rules: { 'color-contrast': { enabled: false } } });
        const tooWide = await page.evaluate('document.scrollingElement.scrollWidth - window.innerWidth');
        expect({ light, dark, phone, tooWide }).toEqual({ light: [], dark: [], phone: [], tooWide: 0 });
      },
    );
  });
}

/** Until what was on its way is there and nothing moves; asked in the page, whose CSP lets no waitForFunction in. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(`new Promise((resolve) => {
    const look = () => {
      const isComing = document.querySelector('[aria-busy="true"]') !== null;
      const isMoving = document.getAnimations().some(({ playState }) => playState === 'running');
      if (isComing || isMoving) requestAnimationFrame(look);
      else resolve();
    };
    requestAnimationFrame(look);
  })`);
}

/** What axe finds serious or critical, one line each. */
async function breaches(page: Page, options: RunOptions = {}): Promise<string[]> {
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, ${JSON.stringify({ resultTypes: ['violations'], ...options })})`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary?.split('\n')[1] ?? ''}`,
      ),
    );
}
