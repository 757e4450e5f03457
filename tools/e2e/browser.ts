import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core';
import { ensureChromium } from '../chromium.ts';
import type { House, Login } from './house.ts';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Whoever would ask another host finds none; that somebody tried is told by the visit's complaints.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];
/** Two busy cores. What takes longer is not slow but broken. */
const PATIENCE_MS = 20_000;

/** How the server says that nobody is logged in; the app asks at its gate. */
const UNAUTHENTICATED = 401;

/** One person's browser profile at the house, with what the program complained of while it was used. */
export type Visit = {
  context: BrowserContext;
  page: Page;
  /** Errors on the console, uncaught errors, breaches of the CSP and requests to foreign hosts. */
  complaints: string[];
};

export const openBrowser = async (): Promise<Browser> =>
  chromium.launch({ executablePath: await ensureChromium({ say: () => undefined }), args: ARGS });

/** A fresh profile of somebody in Jakarta who reads Indonesian. */
export async function visit(
  browser: Browser,
  {
    house,
    as,
    refusals = [],
    ...options
  }: {
    house: House;
    as?: Login;
    /** HTTP statuses that the server will rightly answer; Chromium notes each on the console. */
    refusals?: readonly number[];
  } & BrowserContextOptions,
): Promise<Visit> {
  const context = await browser.newContext({
    baseURL: house.url,
    locale: 'id-ID',
    timezoneId: 'Asia/Jakarta',
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const complaints = await listen({ context, house, refusals: [UNAUTHENTICATED, ...refusals] });
  if (as !== undefined) await enter({ context, house, login: as });
  return { context, page: await context.newPage(), complaints };
}

/** Logs in without the form, which has a test of its own: the cookie lands in the profile. */
async function enter(input: { context: BrowserContext; house: House; login: Login }): Promise<void> {
  const { context, house, login } = input;
  const answer = await context.request.post('/api/v1/auth/login', {
    data: login,
    headers: { origin: house.url },
  });
  if (!answer.ok()) throw new Error(`login answered ${answer.status()}: ${await answer.text()}`);
}

async function listen({
  context,
  house,
  refusals,
}: {
  context: BrowserContext;
  house: House;
  refusals: readonly number[];
}): Promise<string[]> {
  const complaints: string[] = [];
  const home = new URL(house.url).host;
  const lookAt = (url: string): void => {
    const { protocol, host } = new URL(url);
    if (['http:', 'https:', 'ws:', 'wss:'].includes(protocol) && host !== home)
      complaints.push(`foreign host: ${url}`);
  };
  await context.exposeBinding('tellCspBreach', (_source, breach: string) => {
    complaints.push(`CSP: ${breach}`);
  });
  await context.addInitScript(`
    document.addEventListener('securitypolicyviolation', (event) =>
      tellCspBreach(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile));`);
  context.on('request', (request) => lookAt(request.url()));
  context.on('weberror', (error) => complaints.push(`uncaught: ${String(error.error())}`));
  context.on('page', (page) => page.on('websocket', (socket) => lookAt(socket.url())));
  context.on('console', (message) => {
    if (message.type() !== 'error') return;
    const [, status] = /^Failed to load resource: .* status of (\d+) /.exec(message.text()) ?? [];
    if (refusals.includes(Number(status))) return;
    complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
  return complaints;
}
