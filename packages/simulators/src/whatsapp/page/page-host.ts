import { createHash } from 'node:crypto';
import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Network } from '../network/network.ts';
import type { WebSocketServer } from 'ws';
import type { PageCertificate } from './certificate.ts';
import { servePage } from './page-connection.ts';
import type { PageConfig } from './page-protocol.ts';

const MAX_UPLOAD_BYTES = 64 * 1024 * 1024;

/** The HTTPS server that Chromium takes for web.whatsapp.com: the page, its media and its WebSocket. */
export function createPageHost({
  network,
  certificate,
  script,
  config,
  sockets,
}: {
  network: Network;
  certificate: PageCertificate;
  /** The bundled page script. */
  script: () => Promise<string>;
  config: () => PageConfig;
  sockets: WebSocketServer;
}) {
  const media = new Map<string, Buffer>();
  const server = createServer({ key: certificate.keyPem, cert: certificate.certPem }, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (network.faults.offline) {
      request.socket.destroy();
      return;
    }
    const { pathname } = new URL(request.url ?? '/', 'https://web.whatsapp.com');
    if (pathname === '/') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
      response.end(pageHtml(config(), await script()));
      return;
    }
    if (pathname === '/mms/upload' && request.method === 'POST') {
      const bytes = await readBody(request);
      const hash = createHash('sha256').update(bytes).digest('hex');
      media.set(hash, bytes);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ url: `https://web.whatsapp.com/mms/${hash}`, path: `/mms/${hash}`, sha256: hash }),
      );
      return;
    }
    const bytes = pathname.startsWith('/mms/') ? media.get(pathname.slice('/mms/'.length)) : undefined;
    response.writeHead(bytes ? 200 : 404).end(bytes);
  }

  server.on('upgrade', (request, socket, head) => {
    if (network.faults.offline || request.url !== '/ws/chat') {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => servePage({ socket: ws, network, config }));
  });
  return server;
}

function pageHtml(config: PageConfig, script: string): string {
  // "<" is escaped so that no value can end the script element.
  const settings = JSON.stringify(config).replaceAll('<', '\\u003c');
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>WhatsApp</title>',
    '<link rel="icon" href="data:,"></head><body><div id="app"></div>',
    `<script>window.__SIMULATED_PAGE__=${settings}</script><script>${script}</script>`,
    '</body></html>',
  ].join('');
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_UPLOAD_BYTES) throw new Error('upload too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
