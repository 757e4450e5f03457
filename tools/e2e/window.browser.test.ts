import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest';
import { openBrowser, visit, type Visit } from './browser.ts';
import { startHouse, type House } from './house.ts';

let house: House;
let browser: Browser;
let visitor: Visit;
let page: Page;

beforeAll(async () => {
  [house, browser] = await Promise.all([startHouse({ postgresUrl: inject('postgresUrl') }), openBrowser()]);
  visitor = await visit(browser, { house, as: house.tenant, colorScheme: 'light' });
  ({ page } = visitor);
  await page.goto('/');
  await page.getByRole('heading', { name: 'Nomor saya' }).waitFor();
});
afterAll(async () => {
  await browser.close();
  await house.close();
});
afterEach(() => expect(visitor.complaints).toEqual([]));

const heading = (name: string) => page.getByRole('heading', { name, exact: true, level: 1 });
const palette = () => page.getByRole('textbox', { name: 'Palet perintah' });

it('two keys go to a page, and back and forward go along', async () => {
  await page.keyboard.press('g');
  await page.keyboard.press('b');
  await heading('Blast').waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await heading('Kontak').waitFor();
  await page.goBack();
  await heading('Blast').waitFor();
  await page.goForward();
  await heading('Kontak').waitFor();
});

it('n begins what the page is about: a blast, or on the contacts’ page a contact', async () => {
  await page.goto('/blasts');
  await heading('Blast').waitFor();
  await page.keyboard.press('n');
  await heading('Blast baru').waitFor();
  await page.goto('/contacts');
  await heading('Kontak').waitFor();
  await page.keyboard.press('n');
  await page.getByRole('dialog', { name: 'Tambah kontak' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

it('Ctrl+K finds pages, deeds, blasts and contacts, and Enter goes there', async () => {
  const find = async (text: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    await palette().fill(text);
  };
  await find('lapor');
  await page.getByRole('dialog').getByText('Laporan').waitFor();
  await page.keyboard.press('Enter');
  await heading('Laporan').waitFor();

  await find('live music');
  await page.getByRole('dialog').getByText('Undangan live music').waitFor();
  await page.locator('[data-selected]').getByText('Undangan live music').waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/blasts\/[0-9a-f-]{36}/);
  await heading('Undangan live music').waitFor();
});

it('Esc closes what is above, and then goes back', async () => {
  await page.goto('/blasts');
  await page.getByRole('option', { name: 'Undangan live music' }).click();
  await heading('Undangan live music').waitFor();
  await page.keyboard.press('Control+k');
  await palette().waitFor();
  await page.keyboard.press('Escape');
  await palette().waitFor({ state: 'detached' });
  await heading('Undangan live music').waitFor();
  await page.keyboard.press('Escape');
  await page.waitForURL('**/blasts');
});

it('? shows the keys, those of the page too, and keeps them from the page behind', async () => {
  await page.goto('/blasts');
  await heading('Blast').waitFor();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Pintasan papan ketik' });
  await help.getByText('Blast baru').first().waitFor();
  await help.getByText('Baris berikutnya').waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'detached' });
  expect(new URL(page.url()).pathname).toBe('/blasts');
});

it('/ searches in a list, j and k walk it, Enter opens', async () => {
  await page.goto('/blasts');
  const list = page.getByRole('listbox', { name: 'Daftar blast' });
  await list.getByRole('option').nth(2).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('menu baru');
  await expect.poll(() => list.getByRole('option').count(), { timeout: 10_000 }).toBe(1);
  await page.keyboard.press('Escape');
  await expect.poll(() => list.getByRole('option').count(), { timeout: 10_000 }).toBe(3);
  await list.getByRole('option').first().focus();
  await page.keyboard.press('j');
  const second = list.locator('[aria-posinset="2"]');
  await second.and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => second.getAttribute('aria-current')).toBe('true');
});

it('language and darkness are as they were chosen, after a reload too', async () => {
  const html = page.locator('html');
  await page.goto('/blasts');
  await page.getByRole('menuitem', { name: 'Tampilan' }).click();
  await page.getByRole('menuitem', { name: 'Bahasa: English' }).click();
  await page.getByRole('link', { name: 'Reports', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Switch light/dark' }).click();
  await expect.poll(() => html.getAttribute('data-mantine-color-scheme')).toBe('dark');

  await page.reload();
  await page.getByRole('link', { name: 'Reports', exact: true }).waitFor();
  expect(await html.getAttribute('data-mantine-color-scheme')).toBe('dark');
  expect(await html.getAttribute('lang')).toBe('en');

  // Another device knows the language, and has its own idea of light.
  const other = await visit(browser, { house, as: house.tenant, colorScheme: 'light' });
  await other.page.goto('/');
  await other.page.getByRole('link', { name: 'Reports', exact: true }).waitFor();
  expect(await other.page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('light');
  await other.context.close();
  expect(other.complaints).toEqual([]);
});
