import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeServer, listen } from './listen.ts';
import { createWebApp } from './web-app.ts';

let directory: string;
let url: string;
const app = express();
const server = createServer(app);

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'siar-web-'));
  await mkdir(path.join(directory, 'assets'));
  await writeFile(path.join(directory, 'index.html'), '<title>Siar</title>');
  await writeFile(path.join(directory, 'sw.js'), 'self;');
  await writeFile(path.join(directory, 'assets', 'main-abc123.js'), 'main;');
  await writeFile(path.join(directory, 'assets', 'big-abc123.js'), 'big;');
  await writeFile(path.join(directory, 'assets', 'big-abc123.js.gz'), gzipSync('big;'));
  await writeFile(path.join(directory, 'assets', 'big-abc123.js.br'), brotliCompressSync('big;'));
  app.use(createWebApp(directory));
  url = `http://127.0.0.1:${await listen(server, 0)}`;
});
afterAll(async () => {
  await closeServer(server, 0);
  await rm(directory, { recursive: true });
});

const get = async (address: string, accept = 'text/html') => {
  const answer = await fetch(`${url}${address}`, { headers: { accept } });
  return { status: answer.status, cache: answer.headers.get('cache-control'), text: await answer.text() };
};

describe('the built SPA', () => {
  it.each(['/', '/blasts/019a/pesan?status=FAILED', '/admin'])(
    'answers %s with its page, asked anew',
    async (address) => {
      expect(await get(address)).toEqual({ status: 200, cache: 'no-cache', text: '<title>Siar</title>' });
    },
  );

  it('keeps hashed files for ever and the service worker not at all', async () => {
    expect((await get('/assets/main-abc123.js', '*/*')).cache).toBe('public, max-age=31536000, immutable');
    expect((await get('/sw.js', '*/*')).cache).toBe('no-cache');
  });

  it.each([
    { accepts: 'gzip, deflate, br', encoding: 'br' },
    { accepts: 'gzip', encoding: 'gzip' },
    { accepts: 'identity', encoding: null },
  ])('gives who accepts "$accepts" the copy in $encoding, as a script', async ({ accepts, encoding }) => {
    const answer = await fetch(`${url}/assets/big-abc123.js`, { headers: { 'accept-encoding': accepts } });
    expect(answer.headers.get('content-encoding')).toBe(encoding);
    expect(answer.headers.get('content-type')).toMatch(/^text\/javascript/);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('vary')).toContain('Accept-Encoding');
    expect(await answer.text()).toBe('big;');
  });

  it('gives a script that was not worth compressing as it is', async () => {
    const answer = await fetch(`${url}/assets/main-abc123.js`, {
      headers: { 'accept-encoding': 'gzip, br' },
    });
    expect(answer.headers.get('content-encoding')).toBeNull();
    expect(await answer.text()).toBe('main;');
  });

  it('gives no page for a file that is gone, nor to who wants no page', async () => {
    expect((await get('/assets/main-old.js', '*/*')).status).toBe(404);
    expect((await get('/blasts', 'application/json')).status).toBe(404);
    expect((await fetch(`${url}/blasts`, { method: 'POST' })).status).toBe(404);
  });

  it('never leaves its folder', async () => {
    await writeFile(path.join(directory, '..', 'siar-outside.txt'), 'outside');
    for (const address of [
      '/..%2fsiar-outside.txt',
      '/assets/..%2f..%2fsiar-outside.txt',
      '/%2e%2e/siar-outside.txt',
    ]) {
      const answer = await get(address, '*/*');
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.text).not.toBe('outside');
    }
    await rm(path.join(directory, '..', 'siar-outside.txt'));
  });
});
