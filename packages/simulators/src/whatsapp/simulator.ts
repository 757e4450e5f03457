import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { createControlPlane } from './control/control-plane.ts';
import { serveEngine } from './engine/engine-connection.ts';
import { createNetwork } from './network/network.ts';
import { bundlePage } from './page/bundle.ts';
import { issueCertificate, spkiPin } from './page/certificate.ts';
import type { PageCertificate } from './page/certificate.ts';
import { createPageHost } from './page/page-host.ts';
import { USUAL_PAGE } from './page/page-protocol.ts';
import type { HostFrame, PageConfig } from './page/page-protocol.ts';

export interface WhatsAppSimulatorOptions {
  /** Control plane and browserless engines; 0 picks a free one. */
  port?: number | undefined;
  /** The simulated web.whatsapp.com (HTTPS); 0 picks a free one. */
  pagePort?: number | undefined;
  /** Loopback only; anything else is refused. */
  host?: string | undefined;
  /** Append-only file that holds ledger, linked devices and numbers; without it all is forgotten at the end. */
  ledgerPath?: string | undefined;
  /** Milliseconds from sent to delivered and from delivered to read. */
  ackDelayMs?: number | undefined;
  /** How long one QR lives, and how many are shown before linking idles. */
  qrTtlMs?: number | undefined;
  maxQrs?: number | undefined;
  page?: Partial<PageConfig> | undefined;
}

export interface WhatsAppSimulator {
  /** Control plane: `POST {url}/_sim/…`; also WHATSAPP_SIMULATOR_URL. */
  url: string;
  /** Where browserless engines connect. */
  wsUrl: string;
  pagePort: number;
  /** Pin of the page's key. */
  spki: string;
  /** What leads the genuine library in Chromium here, and nowhere else (WHATSAPP_TEST_CHROMIUM_ARGS). */
  chromiumArgs: string[];
  /** Changes how pages behave that load from now on. */
  setPage(change: Partial<PageConfig>): void;
  /** Runs statements in every open page, for what no lever can do (a reload, an iframe, another state). */
  runInPages(script: string): void;
  stop(): Promise<void>;
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

export async function startWhatsAppSimulator({
  port = 0,
  pagePort = 0,
  host = '127.0.0.1',
  ledgerPath,
  ackDelayMs = 250,
  qrTtlMs = 20_000,
  maxQrs = 6,
  page,
}: WhatsAppSimulatorOptions = {}): Promise<WhatsAppSimulator> {
  if (!LOOPBACK.has(host)) throw new Error(`The WhatsApp simulator listens on loopback only, not on ${host}`);
  const network = createNetwork({ ledgerPath, ackDelayMs, qrTtlMs, maxQrs });
  const certificate = lastingCertificate(ledgerPath);
  let config: PageConfig = { ...USUAL_PAGE, ...page };
  let script: Promise<string> | null = null;

  const engineSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const pageSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  let addresses: object = {};
  const info = () => ({ ...addresses, messages: network.ledger.count() });
  const control: Server = createServer(createControlPlane({ network, info }));
  const pageHost = createPageHost({
    network,
    certificate,
    script: () => (script ??= bundlePage()),
    config: () => config,
    sockets: pageSockets,
  });
  control.on('upgrade', (request, socket, head) => {
    if (network.faults.offline || request.url !== '/engine') {
      socket.destroy();
      return;
    }
    engineSockets.handleUpgrade(request, socket, head, (ws) => serveEngine({ socket: ws, network }));
  });

  const actualPort = await listen(control, port, host);
  const url = `http://${host}:${actualPort}`;
  const actualPagePort = await listen(pageHost, pagePort, host);
  const spki = spkiPin(certificate.keyPem);
  const chromiumArgs = [
    `--host-resolver-rules=MAP web.whatsapp.com ${host}:${actualPagePort}, MAP * ~NOTFOUND , EXCLUDE ${host}`,
    `--ignore-certificate-errors-spki-list=${spki}`,
  ];
  addresses = { url, wsUrl: wsUrlOf(url), pagePort: actualPagePort, spki, chromiumArgs };

  return {
    url,
    wsUrl: wsUrlOf(url),
    pagePort: actualPagePort,
    spki,
    chromiumArgs,
    setPage(change) {
      config = { ...config, ...change };
    },
    runInPages(script) {
      const frame: HostFrame = { t: 'run', script };
      for (const socket of pageSockets.clients) socket.send(JSON.stringify(frame));
    },
    async stop() {
      for (const socket of [...engineSockets.clients, ...pageSockets.clients]) socket.terminate();
      await Promise.all([closeServer(control), closeServer(pageHost)]);
      network.close();
    },
  };
}

const wsUrlOf = (url: string): string => `${url.replace(/^http/, 'ws')}/engine`;

/**
 * The page's key rests beside the ledger, so that a restarted simulator is the same web.whatsapp.com to browsers
 * that were started with its pin. It signs for loopback only and opens nothing else.
 */
function lastingCertificate(ledgerPath: string | undefined): PageCertificate {
  if (ledgerPath === undefined) return issueCertificate('web.whatsapp.com');
  const path = `${ledgerPath}.tls.json`;
  if (existsSync(path)) {
    const kept = z.object({ keyPem: z.string(), certPem: z.string() }).safeParse(readJson(path));
    if (kept.success) return kept.data;
  }
  const fresh = issueCertificate('web.whatsapp.com');
  writeFileSync(path, JSON.stringify(fresh), { mode: 0o600 });
  return fresh;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
