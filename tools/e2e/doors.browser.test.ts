import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest';
import { openBrowser, visit, type Visit } from './browser.ts';
import { startHouse, type House, type Login } from './house.ts';

let house: House;
let browser: Browser;
const visits: Visit[] = [];

beforeAll(async () => {
  [house, browser] = await Promise.all([startHouse({ postgresUrl: inject('postgresUrl') }), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await house.close();
});
afterEach(async () => {
  const ended = visits.splice(0);
  await Promise.all(ended.map(({ context }) => context.close()));
  expect(ended.flatMap(({ complaints }) => complaints)).toEqual([]);
});

async function open(as?: Login, refusals: readonly number[] = []): Promise<Page> {
  const made = await visit(browser, { house, refusals, ...(as === undefined ? {} : { as }) });
  visits.push(made);
  return made.page;
}

const path = (page: Page): string => new URL(page.url()).pathname;

it('a wrong password and an e-mail that nobody has are refused in the same words', async () => {
  const page = await open();
  const refusals: string[] = [];
  for (const email of [house.tenant.email, 'tidak.ada@example.com']) {
    await page.goto('/login');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Kata sandi', { exact: true }).fill('bukan-kata-sandinya');
    await page.getByRole('button', { name: 'Masuk' }).click();
    refusals.push(await page.getByRole('alert').innerText());
    expect(path(page)).toBe('/login');
  }
  expect(refusals[0]).toContain('E-mail atau kata sandi tidak cocok.');
  expect(refusals[1]).toBe(refusals[0]);
});

it('whoever follows a link without being logged in comes to it after the login', async () => {
  const page = await open();
  await page.goto('/contacts?q=sari');
  await page.getByLabel('E-mail').fill(house.tenant.email);
  await page.getByLabel('Kata sandi', { exact: true }).fill(house.tenant.password);
  await page.getByRole('button', { name: 'Masuk' }).click();
  await page.getByRole('heading', { name: 'Kontak', exact: true }).waitFor();
  expect(page.url()).toBe(`${house.url}/contacts?q=sari`);
  expect(await page.getByLabel('Cari nama atau nomor').inputValue()).toBe('sari');
});

it('a tenant who asks for the admin’s pages stands at home, and none is in sight', async () => {
  const page = await open(house.tenant);
  for (const address of ['/admin', '/admin/users', '/admin/audit']) {
    await page.goto(address);
    await page.getByRole('heading', { name: 'Nomor saya' }).waitFor();
    expect(path(page)).toBe('/');
  }
  expect(await page.getByRole('navigation').getByRole('link', { name: 'Pengguna' }).count()).toBe(0);
});

it('an admin comes to the dashboard, sees the users, and has no blasts', async () => {
  const page = await open(house.admin);
  await page.goto('/');
  await page.getByRole('heading', { name: 'Ringkasan', exact: true }).waitFor();
  expect(path(page)).toBe('/admin');
  await page.getByRole('region', { name: 'Antrean' }).waitFor();
  await page.getByRole('navigation').getByRole('link', { name: 'Pengguna' }).click();
  const users = page.getByRole('listbox', { name: 'Daftar pengguna' });
  await users.getByRole('option', { name: house.tenant.email }).waitFor();
  await page.goto('/blasts');
  await page.getByRole('heading', { name: 'Ringkasan', exact: true }).waitFor();
});

it('who is deactivated is at the login page at once, on every page he has open', async () => {
  const hers: Login = { email: 'bu.ani@example.com', password: 'toko-bunga-bu-ani' };
  const api = await house.apiAs(house.admin);
  await api.users.create.mutate({ ...hers, name: 'Toko Bunga Ani', role: 'USER' });
  const FORBIDDEN = 403; // by the login form, at the end
  const page = await open(hers, [FORBIDDEN]);
  const second = await page.context().newPage();
  await page.goto('/contacts');
  await second.goto('/');
  await page.getByText('Belum ada kontak').waitFor();
  await second.getByRole('heading', { name: 'Mulai dari sini' }).waitFor();

  const desk = await open(house.admin);
  await desk.goto('/admin/users');
  await desk.getByLabel('Cari nama atau e-mail').fill('Ani');
  await desk.getByRole('option', { name: 'Toko Bunga Ani' }).click();
  const tools = desk.getByRole('toolbar', { name: 'Tindakan pengguna' });
  await tools.getByRole('button', { name: 'Nonaktifkan' }).click();
  await desk.getByRole('dialog').getByRole('button', { name: 'Nonaktifkan' }).click();

  await Promise.all([page, second].map((one) => one.waitForURL('**/login**', { timeout: 5_000 })));
  await desk.locator('main').getByText('Nonaktif', { exact: true }).first().waitFor();
  await page.getByLabel('E-mail').fill(hers.email);
  await page.getByLabel('Kata sandi', { exact: true }).fill(hers.password);
  await page.getByRole('button', { name: 'Masuk' }).click();
  await page.getByRole('alert').getByText('Akun ini dinonaktifkan oleh admin.').waitFor();
});

it('who logs out in one page is out in the other one too', async () => {
  const page = await open(house.tenant);
  const second = await page.context().newPage();
  await Promise.all([page.goto('/contacts'), second.goto('/templates')]);
  await second.getByRole('heading', { name: 'Template', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Kopi Senja' }).click();
  await page.getByRole('menuitem', { name: 'Keluar' }).click();
  await Promise.all([page, second].map((one) => one.waitForURL('**/login**')));
});
