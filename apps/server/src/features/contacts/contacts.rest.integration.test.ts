import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startTestSiar, type TestSiar } from '../../http/testing/start-test-siar.ts';
import { createJobHandlers } from '../../jobs.ts';

let siar: TestSiar;
let dataDirectory: string;
let token = '';

beforeAll(async () => {
  dataDirectory = await mkdtemp(path.join(tmpdir(), 'siar-rest-'));
  siar = await startTestSiar({ postgresUrl: inject('postgresUrl'), env: { DATA_DIR: dataDirectory } });
  const tenant = { email: 'kopi@example.com', password: 'kopi-susu-gula-aren' };
  await call('POST', '/auth/register', { ...tenant, name: 'Kopi Senja' });
  token = (await call('POST', '/auth/login', tenant)).body['token'] as string;
});
afterAll(async () => {
  await siar.close();
  await rm(dataDirectory, { recursive: true, force: true });
});

type Json = Record<string, unknown>;

async function call(
  method: string,
  address: string,
  body?: Json | FormData,
): Promise<{ status: number; body: Json }> {
  const isForm = body instanceof FormData;
  const response = await fetch(`${siar.url}/api/v1${address}`, {
    method,
    headers: {
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Json };
}

function formOf(content: string | Buffer, fields: Record<string, string> = {}): FormData {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(Buffer.from(content))]), 'kontak.csv');
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

describe('the audience over REST, as the contract says it', () => {
  it('a paste answers imported, duplicates and the refused with row, value and reason', async () => {
    const numbers = ['081200000001', '+62 812-0000-0001', '6.28E+11'];
    const { status, body } = await call('POST', '/contacts/bulk', { numbers });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      imported: 1,
      duplicates: 1,
      invalid: [{ row: 3, value: '6.28E+11', reason: 'excel_scientific' }],
    });
  });

  it('a file is taken with 202, read by the worker, and its errors come as CSV', async () => {
    const list = await call('POST', '/lists', { name: 'Mei' });
    const uploaded = await call(
      'POST',
      '/contacts/imports',
      formOf('nama,nomor\nBudi,0812 0000 0002\nRumah,021-5551234\n', { listId: String(list.body['id']) }),
    );
    expect(uploaded.status).toBe(202);
    const importId = String(uploaded.body['importId']);
    await createJobHandlers(siar.composition).work['run-import']?.(
      { importId },
      { signal: new AbortController().signal, jobId: 'job', attempt: 1 },
    );
    expect((await call('GET', `/contacts/imports/${importId}`)).body).toMatchObject({
      status: 'COMPLETED',
      total: 2,
      imported: 1,
      duplicates: 0,
      invalid: 1,
      errors: [{ row: 3, value: '021-5551234', reason: 'landline' }],
    });
    const csv = await fetch(`${siar.url}/api/v1/contacts/imports/${importId}/errors.csv`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect((await csv.text()).split('\r\n')[1]).toMatch(/^3,021-5551234,landline,/);
    expect((await call('GET', `/lists/${String(list.body['id'])}`)).body).toMatchObject({ count: 1 });
    expect((await call('GET', '/contacts/imports')).body['items']).toHaveLength(1);
  });

  it('a workbook named .csv, an empty file and too much are refused with code, message and reason', async () => {
    const workbook = Buffer.from('PK\u0003\u0004.......[Content_Types].xml', 'latin1');
    expect(await call('POST', '/contacts/imports', formOf(workbook))).toMatchObject({
      status: 422,
      body: { code: 'file_unreadable', details: { reason: 'xlsx_not_supported_yet' } },
    });
    expect(await call('POST', '/contacts/imports', formOf(''))).toMatchObject({
      status: 422,
      body: { code: 'file_empty' },
    });
    expect(await call('POST', '/contacts/imports', { numbers: [] })).toMatchObject({
      status: 415,
      body: { code: 'unsupported_media_type' },
    });
    const large = Buffer.alloc(201 * 1024 * 1024, 'a,081200000003\n');
    expect(await call('POST', '/contacts/imports', formOf(large))).toMatchObject({
      status: 413,
      body: { code: 'payload_too_large', details: { limitBytes: 200 * 1024 * 1024 } },
    });
  });

  it('an unknown import is 404, for its errors too', async () => {
    const unknown = '0198c5f0-0000-7000-8000-000000000000';
    expect((await call('GET', `/contacts/imports/${unknown}`)).status).toBe(404);
    expect((await call('GET', `/contacts/imports/${unknown}/errors.csv`)).status).toBe(404);
    expect((await call('GET', '/contacts/imports/x/errors.csv')).status).toBe(404);
  });

  it('contacts are created, paged, searched, changed and deleted', async () => {
    const made = await call('POST', '/contacts', {
      phoneNumber: '0813 1111 1111',
      name: ' Siti\u0000 ',
      fields: { 'No. Pesanan': 'A1', Nama: 'x', Kosong: '' },
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      name: 'Siti',
      fields: { no_pesanan: 'A1' },
      phoneNumber: '+6281311111111',
    });
    const address = `/contacts/${String(made.body['id'])}`;
    expect((await call('PATCH', address, { name: 'Siti B' })).body).toMatchObject({ name: 'Siti B' });
    expect((await call('GET', `/contacts?search=${encodeURIComponent('siti')}&limit=1`)).body).toMatchObject({
      items: [{ name: 'Siti B' }],
      nextCursor: null,
    });
    expect((await call('GET', '/contacts/count?search=0813')).body).toEqual({ count: 1 });
    expect((await call('POST', '/contacts', { phoneNumber: '+6281311111111' })).status).toBe(409);
    expect((await call('POST', '/contacts', { phoneNumber: 'abc' })).status).toBe(422);
    expect((await call('DELETE', address)).status).toBe(200);
    expect((await call('GET', address)).status).toBe(404);
    expect((await call('GET', '/contacts?cursor=x')).status).toBe(400);
    expect((await call('GET', '/contacts?search=%00%ED%A0%80')).status).toBe(200);
  });

  it('a suppressed number is added, found and removed by its number in the address', async () => {
    expect((await call('POST', '/suppressions', { phoneNumber: '0812 0000 0009' })).status).toBe(201);
    for (const written of ['%2B6281200000009', '+6281200000009', '081200000009']) {
      expect((await call('GET', `/suppressions/${written}`)).body).toMatchObject({ reason: 'BY_HAND' });
    }
    expect((await call('DELETE', '/suppressions/%2B6281200000009')).status).toBe(200);
    expect((await call('DELETE', '/suppressions/%2B6281200000009')).status).toBe(404);
  });

  it('a template tells its variables', async () => {
    const made = await call('POST', '/templates', { name: 'Promo', body: 'Halo {{name|Kak}}' });
    expect(made).toMatchObject({
      status: 201,
      body: { version: 1, variables: [{ name: 'name', fallback: 'Kak' }] },
    });
    expect((await call('POST', '/templates', { name: 'Kosong', body: ' \n ' })).status).toBe(400);
    expect((await call('GET', `/templates/${String(made.body['id'])}/versions`)).body['items']).toHaveLength(
      1,
    );
  });
});
