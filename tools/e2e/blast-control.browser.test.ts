import type { Browser, Page } from 'playwright-core';
import type { SiarClient } from '@siar/client';
import { afterAll, afterEach, beforeAll, expect, inject, it, vi } from 'vitest';
import { openBrowser, visit, type Visit } from './browser.ts';
import { startHouse, type House } from './house.ts';
import { countsOnPage } from './screen.ts';

const NUMBER = '+6281333330000';
const PATIENCE = { timeout: 15_000 };
const RECIPIENTS = Array.from({ length: 40 }, (_, index) => `+62814000000${String(index + 10)}`);
const NOT_THERE = RECIPIENTS.slice(2, 4);

let house: House;
let browser: Browser;
let visitor: Visit;
let page: Page;
let api: SiarClient['api'];

beforeAll(async () => {
  [house, browser] = await Promise.all([startHouse({ postgresUrl: inject('postgresUrl') }), openBrowser()]);
  api = await house.apiAs(house.tenant);
  await linkNumber();
  for (const number of NOT_THERE) await house.whatsApp.phone({ number, registered: false });
  visitor = await visit(browser, { house, as: house.tenant });
  ({ page } = visitor);
});
afterAll(async () => {
  await browser.close();
  await house.close();
});
afterEach(() => expect(visitor.complaints).toEqual([]));

/** What a person does with the phone. */
async function linkNumber(): Promise<void> {
  await api.whatsapp.connect.mutate({});
  const is = (wanted: string) =>
    vi.waitFor(async () => {
      const number = await api.whatsapp.status.query();
      if (number.status !== wanted) throw new Error(`the number is ${number.status}, not ${wanted}`);
      return number;
    }, PATIENCE);
  const { qr } = await is('QR');
  await house.whatsApp.scan({ qr: qr ?? '', number: NUMBER });
  await is('CONNECTED');
}

const create = (name: string, input: { numbers: string[]; delayMs: number; launch: boolean }) =>
  api.blasts.create.mutate({
    name,
    message: `${name} untuk {{nama|Kak}}`,
    audience: { numbers: input.numbers },
    pacing: { minDelayMs: input.delayMs, maxDelayMs: input.delayMs },
    launch: input.launch,
  });
const arrived = async (name: string) =>
  (await house.whatsApp.arrivals(NUMBER)).filter(({ body }) => body.startsWith(name)).length;
const state = (word: string) =>
  page.getByRole('region', { name: 'Promo panjang' }).locator('header').getByText(word, { exact: true });

it('a blast that is paused stands still while another goes, and resumed it reaches everybody once', async () => {
  const { id } = await create('Promo panjang', { numbers: RECIPIENTS, delayMs: 150, launch: false });
  await page.goto(`/blasts/${id}`);
  const tools = page.getByRole('toolbar', { name: 'Tindakan blast' });
  await tools.getByRole('button', { name: 'Luncurkan' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Luncurkan' }).click();
  await expect.poll(() => arrived('Promo panjang'), PATIENCE).toBeGreaterThan(2);
  await tools.getByRole('button', { name: 'Jeda' }).click();
  await state('Dijeda').waitFor();
  await page.getByText('Dijeda oleh Anda.').waitFor();
  // One may have been on its way to WhatsApp when the pause was answered; what waits stays.
  await expect.poll(async () => (await api.blasts.get.query({ id })).counts.sending, PATIENCE).toBe(0);
  const before = await arrived('Promo panjang');
  expect(before).toBeLessThan(RECIPIENTS.length - NOT_THERE.length);

  // The number is free meanwhile: that another blast passes it shows that this one holds still.
  const other = await create('Undangan', { numbers: RECIPIENTS.slice(-4), delayMs: 60, launch: true });
  await expect
    .poll(async () => (await api.blasts.get.query({ id: other.id })).status, PATIENCE)
    .toBe('COMPLETED');
  expect(await arrived('Promo panjang')).toBe(before);
  await expect.poll(async () => (await countsOnPage(page)).sent).toBe(before);

  await tools.getByRole('button', { name: 'Lanjutkan' }).click();
  await state('Selesai').waitFor();
  const { items } = await api.blasts.messages.query({ id, limit: 100 });
  expect(items.filter(({ attempts }) => attempts > 1)).toEqual([]);
  expect(await arrived('Promo panjang')).toBe(RECIPIENTS.length - NOT_THERE.length);
});

it('the table shows the messages of one state, and the URL says which', async () => {
  const filter = page.getByRole('radiogroup', { name: 'Saring keadaan' });
  await filter.getByText('Dilewati').click();
  const table = page.getByRole('listbox', { name: 'Tabel pesan' });
  await expect.poll(() => table.getByRole('option').count(), PATIENCE).toBe(NOT_THERE.length);
  for (const row of await table.getByRole('option').all()) {
    expect(await row.innerText()).toContain('Nomor ini tidak memakai WhatsApp.');
  }
  expect(new URL(page.url()).searchParams.get('status')).toBe('SKIPPED');
  await page.reload();
  await expect.poll(() => table.getByRole('option').count(), PATIENCE).toBe(NOT_THERE.length);
  await filter.getByText('Semua').click();
  await expect.poll(() => table.getByRole('option').count(), PATIENCE).toBeGreaterThan(NOT_THERE.length);
});

it('a message’s way stands beside the table, opened and left by keyboard', async () => {
  const table = page.getByRole('listbox', { name: 'Tabel pesan' });
  await table.getByRole('option').first().focus();
  await page.keyboard.press('Enter');
  const way = page.getByRole('complementary', { name: 'Perjalanan pesan' });
  await way.getByRole('heading', { name: '0814-0000-0010' }).waitFor();
  for (const step of ['Diterima WhatsApp', 'Sampai di ponsel']) await way.getByText(step).first().waitFor();
  const first = page.url();
  await page.keyboard.press('j');
  await page.keyboard.press('Space');
  await way.getByRole('heading', { name: '0814-0000-0011' }).waitFor();
  expect(page.url()).not.toBe(first);
  await page.goto(first);
  await way.getByRole('heading', { name: '0814-0000-0010' }).waitFor();
  await way.getByRole('button', { name: 'Tutup' }).click();
  await way.waitFor({ state: 'detached' });
});
