import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest';
import { reconcile } from '../demo/account.ts';
import { openBrowser, visit, type Visit } from './browser.ts';
import { startHouse, type House } from './house.ts';
import { countsOnPage, numberUnder, watchValues, watchQrs } from './screen.ts';

const PERSON = { email: 'bu.tini@example.com', password: 'warung-bu-tini' };
const PATIENCE = { timeout: 10_000 };
const NUMBER = '+6281222220000';
const QR_LIVES_MS = 4_000;
/** Who is in the file, and what the simulated WhatsApp makes of him. */
const GOOD = Array.from({ length: 14 }, (_, index) => `0813000000${String(index + 10)}`);
const CSV = [
  'nama,nomor,kota',
  ...GOOD.map((number, index) => `Pelanggan ${index + 1},${number},Bandung`),
  'Pak Salah,12345,Cimahi',
  `Pelanggan lagi,+62 ${GOOD[0]?.slice(1) ?? ''},Bandung`,
].join('\n');
const NO_NUMBER = GOOD[3] ?? '';
const NOT_THERE = GOOD[6] ?? '';

let house: House;
let browser: Browser;
let visitor: Visit;

beforeAll(async () => {
  [house, browser] = await Promise.all([startHouse({ postgresUrl: inject('postgresUrl') }), openBrowser()]);
  visitor = await visit(browser, { house });
});
afterAll(async () => {
  await browser.close();
  await house.close();
});
afterEach(() => expect(visitor.complaints).toEqual([]));

it('a stranger registers and stands in a home that tells what to do first', async () => {
  const { page } = visitor;
  await page.goto('/');
  await page.getByRole('link', { name: 'Belum punya akun? Buat sekarang' }).click();
  await page.getByLabel('Nama usaha atau nama Anda').fill('Warung Bu Tini');
  await page.getByLabel('E-mail').fill(PERSON.email);
  await page.getByLabel('Kata sandi', { exact: true }).fill(PERSON.password);
  await page.getByRole('button', { name: 'Buat akun' }).click();
  await page.getByRole('heading', { name: 'Mulai dari sini' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/');
});

it('links her number: each QR is on the screen within a second of its birth, and goes when it is old', async () => {
  const { page } = visitor;
  await house.whatsApp.qrLives(QR_LIVES_MS);
  const born = watchQrs(page, { livesMs: QR_LIVES_MS });
  // The WebSocket is watched from its first frame on.
  await page.reload();
  await page.getByRole('link', { name: 'Sambungkan', exact: true }).click();
  const shown = await watchValues(page, { selector: '[data-testid="qr-code"]', attribute: 'data-qr' });
  await page.getByRole('button', { name: 'Sambungkan' }).click();

  await expect.poll(() => born.size, PATIENCE).toBeGreaterThanOrEqual(2);
  await expect.poll(async () => (await shown()).length, PATIENCE).toBeGreaterThanOrEqual(2);
  for (const { value, at } of await shown()) expect(at - (born.get(value) ?? 0)).toBeLessThan(1_000);

  const qr = await page.getByTestId('qr-code').getAttribute('data-qr');
  await house.whatsApp.scan({ qr: qr ?? '', number: NUMBER });
  await page.locator('[data-testid="whatsapp-state"][data-status="CONNECTED"]').waitFor();
  await page.getByTestId('qr-code').waitFor({ state: 'detached' });
  await page.getByTestId('status-number').getByText('tersambung').waitFor();
});

it('brings her customers from a file, and is told which row is none', async () => {
  const { page } = visitor;
  await page.getByRole('menuitem', { name: 'Berkas' }).click();
  await page.getByRole('menuitem', { name: 'Impor dari berkas' }).click();
  const file = { name: 'pelanggan.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV) };
  await page.getByLabel('Taruh berkas di sini, atau klik untuk memilih').setInputFiles(file);
  await page.locator('[data-testid="import-status"][data-status="COMPLETED"]').waitFor();
  expect({
    imported: await numberUnder(page, 'import-imported'),
    duplicates: await numberUnder(page, 'import-duplicates'),
    invalid: await numberUnder(page, 'import-invalid'),
  }).toEqual({ imported: GOOD.length, duplicates: 1, invalid: 1 });
  const bad = page.getByRole('row').filter({ hasText: '12345' });
  // The sixteenth line of the file, its header counted, as a spreadsheet shows it.
  expect(await bad.getByRole('cell').first().innerText()).toBe('16');
  await page.getByRole('button', { name: 'Lihat kontak' }).click();
  await page.locator(`[data-testid="contact-count"][data-value="${GOOD.length}"]`).waitFor();
});

it('writes a blast, is asked once, and watches it go without a reload until all are accounted for', async () => {
  const { page } = visitor;
  await grantPackage();
  await house.whatsApp.phone({ number: NO_NUMBER, failWith: 'invalid_recipient' });
  await house.whatsApp.phone({ number: NOT_THERE, registered: false });

  for (const key of ['g', 'b']) await page.keyboard.press(key);
  await page.getByText('Belum ada blast').waitFor();
  await page.getByRole('link', { name: 'Blast baru' }).first().click();
  await page.getByLabel('Nama blast').fill('Pembukaan cabang');
  await page.getByLabel('Isi pesan').fill('Halo {{nama|Kak}}, cabang {{kota}} sudah buka.');
  await page.getByLabel('Atur sendiri').check();
  await page.getByLabel('Jeda terpendek (detik)').fill('0,1');
  await page.getByLabel('Jeda terpanjang (detik)').fill('0,3');
  await page
    .getByTestId('recipient-count')
    .and(page.locator(`[data-value="${GOOD.length}"]`))
    .waitFor();
  await page.getByRole('button', { name: 'Luncurkan' }).click();
  const question = page.getByRole('dialog', { name: 'Periksa sekali lagi' });
  await question.getByText(`${GOOD.length} penerima`).waitFor();
  await page.evaluate('window.neverReloaded = true');
  await question.getByRole('button', { name: 'Luncurkan sekarang' }).click();

  await page.getByTestId('blast-done').waitFor();
  const progress = await watchValues(page, {
    selector: '[data-testid="blast-done"]',
    attribute: 'data-value',
  });
  const blast = page.getByRole('region', { name: 'Pembukaan cabang' });
  await blast.locator('header').getByText('Selesai', { exact: true }).waitFor();
  const seen = (await progress()).map(({ value }) => Number(value));
  expect(seen.length).toBeGreaterThanOrEqual(3);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(await page.evaluate('window.neverReloaded')).toBe(true);
  await page.getByTestId('status-running').getByText('Tidak ada blast berjalan').waitFor();
});

it('and what the screen counts is what the rows say and what reached WhatsApp, message for message', async () => {
  const { page } = visitor;
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const { blasts } = await house.apiAs(PERSON);
  const messages = async () => (await blasts.messages.query({ id, limit: 200 })).items;
  const arrivals = await house.whatsApp.arrivals(NUMBER);
  expect(reconcile({ messages: await messages(), ledger: arrivals })).toEqual({
    lost: [],
    duplicated: [],
    unrecorded: [],
  });
  const bodies = new Map(arrivals.map(({ to, body }) => [to.replace(/\D/g, ''), body]));
  expect(bodies.get(`62${GOOD[1]?.slice(1) ?? ''}`)).toBe('Halo Pelanggan 2, cabang Bandung sudah buka.');

  // Receipts come in after the end, and the screen counts them too: who has read it, it has also reached.
  const reached = GOOD.length - 2;
  await expect.poll(async () => (await countsOnPage(page)).delivered, PATIENCE).toBe(reached);
  const readers = async () => (await messages()).filter(({ readAt }) => readAt !== null).length;
  await expect.poll(async () => (await countsOnPage(page)).read === (await readers()), PATIENCE).toBe(true);
  expect(await countsOnPage(page)).toMatchObject({ sent: arrivals.length, failed: 0, skipped: 2 });
  expect(arrivals.length).toBe(reached);
  await page
    .getByRole('contentinfo')
    .getByText(`kuota ${100 - reached}/100`)
    .waitFor();
});

/** What a payment does for her elsewhere: a period to send in. */
async function grantPackage(): Promise<void> {
  const admin = await house.apiAs(house.admin);
  const { items: users } = await admin.users.list.query({ search: PERSON.email });
  const { items: packages } = await admin.adminBilling.packages.query();
  await admin.adminBilling.grant.mutate({ id: users[0]?.id ?? '', packageId: packages[0]?.id ?? '' });
}
