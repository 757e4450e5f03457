import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { isDomainError } from '@siar/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { createImportBench, type ImportBench } from './testing/import-bench.ts';

const LIMIT = 4 * 1024 * 1024;

let bench: ImportBench;
let server: Server;
let url: string;
let userId: string;
/** The server is done with the latest request. */
let answered: Promise<void>;

beforeAll(async () => {
  bench = await createImportBench({ clusterUrl: inject('postgresUrl'), maxUploadBytes: LIMIT });
  // Only what HTTP itself adds; the whole way through the API is walked in the tests of http/.
  server = createServer((request, response) => {
    answered = bench.imports.receive({ userId, request }).then(
      (answer) => void response.writeHead(202).end(JSON.stringify(answer)),
      (error: unknown) => {
        const body = isDomainError(error)
          ? { code: error.code, details: error.details }
          : { code: String(error) };
        response.writeHead(400).end(JSON.stringify(body));
      },
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await bench.close();
});
beforeEach(async () => {
  userId = await bench.tenant({ locale: 'en' });
});

type Answer = { importId?: string; code?: string; details?: Record<string, unknown> };

async function upload(form: FormData): Promise<Answer> {
  const response = await fetch(url, { method: 'POST', body: form });
  return (await response.json()) as Answer;
}

function formOf(content: string | Buffer, fields: Record<string, string> = {}): FormData {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(Buffer.from(content))]), '../../etc/Kontak Mei.csv');
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

describe('an upload', () => {
  it('is stored, told to the queue by its id, and read by a worker', async () => {
    const list = await bench.db.prisma.contactList.create({ data: { userId, name: 'Mei' } });
    const { importId: id = '' } = await upload(
      formOf('a,b\n081234567890,081355556666\n', { listId: list.id, mapping: '{"phone":"b"}' }),
    );
    expect(bench.enqueued.at(-1)).toBe(JSON.stringify({ importId: id }));
    expect(await bench.imports.get({ userId, id })).toMatchObject({
      status: 'WAITING',
      fileName: 'Kontak Mei.csv',
    });
    await bench.run(id);
    expect(await bench.imports.get({ userId, id })).toMatchObject({ status: 'COMPLETED', imported: 1 });
    expect((await bench.book(userId))[0]?.phoneNumber).toBe('+6281355556666');
    expect(await bench.files()).toEqual([]);
  });

  it('of exactly the limit is taken, one byte more is not', async () => {
    const row = '081234567890\n';
    const full = `hp\n${row.repeat(Math.ceil(LIMIT / row.length))}`.slice(0, LIMIT);
    expect((await upload(formOf(full))).importId).toBeDefined();
    const answer = await upload(formOf(`${full}1`));
    expect(answer).toMatchObject({ code: 'payload_too_large', details: { limitBytes: LIMIT } });
  });

  it('that declares 2 GB is refused before it is read', async () => {
    const request = httpRequest(url, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x', 'content-length': 2 * 1024 ** 3 },
    });
    request.on('error', () => undefined);
    request.flushHeaders();
    const [response] = (await once(request, 'response')) as [AsyncIterable<Buffer>];
    let body = '';
    for await (const piece of response) body += piece.toString();
    expect(body).toContain('payload_too_large');
    request.destroy();
  });

  it('that keeps coming without saying how much is cut at the limit, and its part is deleted', async () => {
    const before = await bench.files();
    const request = httpRequest(url, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x', 'transfer-encoding': 'chunked' },
    });
    request.on('error', () => undefined);
    request.write('--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nhp\r\n');
    const piece = Buffer.from('081234567890\r\n'.repeat(5_000));
    const seen = { answer: false };
    let sent = 0;
    const response = once(request, 'response').then(([incoming]) => {
      seen.answer = true;
      return incoming as AsyncIterable<Buffer>;
    });
    while (!seen.answer && sent < 200 * 1024 ** 2) {
      sent += piece.length;
      if (!request.write(piece)) await Promise.race([once(request, 'drain'), response]);
    }
    let body = '';
    for await (const part of await response) body += part.toString();
    expect(body).toContain('payload_too_large');
    expect(sent).toBeLessThan(20 * LIMIT);
    expect(await bench.files()).toEqual(before);
    request.destroy();
  });

  it('that breaks off leaves nothing behind', async () => {
    const before = await bench.files();
    const request = httpRequest(url, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x', 'content-length': 100_000 },
    });
    request.on('error', () => undefined);
    const arrived = once(server, 'request');
    request.write(
      `--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${'1'.repeat(20_000)}`,
    );
    await arrived;
    request.destroy();
    await answered;
    expect(await bench.files()).toEqual(before);
    expect((await bench.imports.list({ userId, limit: 10 })).items).toEqual([]);
  });

  it.each<[string, FormData, object]>([
    [
      'a workbook',
      formOf(Buffer.from('PK\u0003\u0004.......[Content_Types].xml', 'latin1')),
      {
        code: 'file_unreadable',
        details: {
          reason: 'xlsx_not_supported_yet',
          message: expect.stringContaining('CSV UTF-8') as string,
        },
      },
    ],
    ['an empty file', formOf(''), { code: 'file_empty', details: { reason: 'empty' } }],
    ['a form without a file', new FormData(), { code: 'invalid_input' }],
    [
      'a list that is no id',
      formOf('hp\n0812', { listId: 'x' }),
      { code: 'invalid_input', details: { issues: [{ path: 'listId' }] } },
    ],
    [
      'a mapping that is no JSON',
      formOf('hp\n0812', { mapping: '{' }),
      { code: 'invalid_input', details: { issues: [{ path: 'mapping' }] } },
    ],
  ])('%s: refused at once, nothing kept', async (_name, form, refusal) => {
    const before = await bench.files();
    expect(await upload(form)).toMatchObject(refusal);
    expect(await bench.files()).toEqual(before);
    expect((await bench.imports.list({ userId, limit: 10 })).items).toEqual([]);
  });

  it('of two files, to a foreign list, or of another type is refused, nothing kept', async () => {
    const before = await bench.files();
    const two = formOf('hp\n081234567890\n');
    two.append('file', new Blob(['hp\n081234567890\n']), 'b.csv');
    expect(await upload(two)).toMatchObject({ code: 'invalid_input' });
    const stranger = await bench.tenant();
    const list = await bench.db.prisma.contactList.create({ data: { userId: stranger, name: 'x' } });
    expect(await upload(formOf('hp\n081234567890\n', { listId: list.id }))).toMatchObject({
      code: 'not_found',
    });
    const json = await fetch(url, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    expect(await json.json()).toMatchObject({ code: 'unsupported_media_type' });
    expect(await bench.files()).toEqual(before);
  });

  it('while the queue is away is kept, and the sweep brings it there', async () => {
    bench.queue.isAway = true;
    const { importId: id = '' } = await upload(formOf('hp\n081234567890\n'));
    bench.queue.isAway = false;
    expect(bench.enqueued).not.toContain(JSON.stringify({ importId: id }));
    await bench.imports.sweep();
    expect(bench.enqueued).toContain(JSON.stringify({ importId: id }));
    expect(await bench.files()).toContain(id);
  });

  it('five files at once are five imports', async () => {
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map((digit) => upload(formOf(`hp\n08123456789${digit}\n`))),
    );
    await Promise.all(answers.map(({ importId = '' }) => bench.run(importId)));
    expect(await bench.book(userId)).toHaveLength(5);
  });
});
