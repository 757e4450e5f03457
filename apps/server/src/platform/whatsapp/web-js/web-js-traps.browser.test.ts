import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWhatsAppSimulator } from '@siar/simulators/whatsapp';
import type { PageConfig, WhatsAppSimulator } from '@siar/simulators/whatsapp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSilentLogger } from '../../logger.ts';
import { createMemoryCredentialStore } from '../credentials/credential-store.ts';
import type { WhatsAppEngine } from '../engine.ts';
import { createEngineRecorder } from '../testing/engine-recorder.ts';
import { createSimulatorControl } from '../testing/simulator-control.ts';
import type { SimulatorControl } from '../testing/simulator-control.ts';
import { browsersOf } from './testing/browsers.ts';
import { createWebJsEngineFactory } from './web-js-engine.ts';
import type { WebJsTiming } from './web-js-options.ts';

const OWN_NUMBER = '+6281110001112';
const CUSTOMER = '+6281234567890';
const USUAL: Partial<PageConfig> = {
  version: '2.3000.1099999999',
  syncGate: true,
  resendPending: true,
  logoutStyle: 'navigate',
  lidMode: false,
  drift: { msgKey: false, mediaId: false, downloadMime: false },
  removeModules: [],
};
const newId = (): string => `3EB0${randomBytes(9).toString('hex').toUpperCase()}`;
const text = (body = 'Halo') => ({ messageId: newId(), to: CUSTOMER, body });

/** Numbers are those of the reference's table of traps. */
describe('whatsapp-web.js 1.34.7 in Chromium', () => {
  let simulator: WhatsAppSimulator;
  let sim: SimulatorControl;
  let profileRoot: string;
  let engines: WhatsAppEngine[] = [];
  const unhandled: unknown[] = [];
  const onUnhandled = (error: unknown): void => void unhandled.push(error);

  beforeAll(async () => {
    process.on('unhandledRejection', onUnhandled);
    profileRoot = await mkdtemp(join(tmpdir(), 'siar-web-js-traps-'));
    simulator = await startWhatsAppSimulator({ ackDelayMs: 30 });
    sim = createSimulatorControl({ url: simulator.url });
  });
  beforeEach(async () => {
    engines = [];
    simulator.setPage(USUAL);
    await sim.pull('reset', { devices: true });
  });
  afterEach(async () => {
    await Promise.all(engines.map((engine) => engine.close()));
    expect(await browsersOf(profileRoot)).toEqual([]);
    expect(await readdir(profileRoot)).toEqual([]);
    expect(unhandled).toEqual([]);
  });
  afterAll(async () => {
    await simulator.stop();
    await rm(profileRoot, { recursive: true, force: true });
    process.off('unhandledRejection', onUnhandled);
  });

  function open({ credentials = createMemoryCredentialStore(), timing = {} } = {}) {
    const told = createEngineRecorder({ timeoutMs: 30_000 });
    const engine = createWebJsEngineFactory({
      logger: createSilentLogger(),
      chromiumPath: process.env['CHROMIUM_PATH'] ?? null,
      searchPath: process.env['PATH'] ?? '',
      profileRoot,
      testChromiumArgs: simulator.chromiumArgs,
      isProduction: false,
      timing: { backupDelayMs: 100, readyWatchMs: 500, ...timing },
    }).open({ sessionId: 'trap', credentials, onEvent: told.onEvent });
    engines.push(engine);
    return { engine, told, credentials };
  }

  async function openLinked(timing: Partial<WebJsTiming> = {}) {
    const one = open({ timing });
    await one.engine.start();
    const { qr } = await one.told.first('qr');
    await sim.scan(qr, OWN_NUMBER);
    await one.told.first('ready');
    return one;
  }

  async function reopen(credentials: ReturnType<typeof createMemoryCredentialStore>) {
    const one = open({ credentials });
    await one.engine.start();
    await one.told.first('ready');
    expect(one.told.of('qr')).toEqual([]);
    return one;
  }

  const untilBackedUp = (credentials: ReturnType<typeof createMemoryCredentialStore>) =>
    expect.poll(() => credentials.load(), { timeout: 20_000 }).not.toBeNull();

  it('1, 3: iframes, history and a second sync make no second ready and no doubled messages', async () => {
    const { told } = await openLinked();
    simulator.runInPages(`
      history.replaceState(null, '', '/?x=1');
      const frame = document.createElement('iframe'); frame.src = 'about:blank#1'; document.body.append(frame);
      const { Socket } = require('WAWebSocketModel'); Socket.set({ hasSynced: false }); Socket.set({ hasSynced: true });
    `);
    await sim.pull('incoming', { from: CUSTOMER, to: OWN_NUMBER, body: 'satu' });
    await sim.pull('incoming', { from: CUSTOMER, to: OWN_NUMBER, body: 'dua' });
    await told.first('incoming', ({ body }) => body === 'dua');
    expect(told.of('incoming').map(({ body }) => body)).toEqual(['satu', 'dua']);
    expect(told.of('ready')).toHaveLength(1);
  });

  it('2: a page that synced before anyone listened becomes ready all the same', async () => {
    const first = await openLinked();
    await first.engine.close();
    simulator.setPage({ syncGate: false });
    await reopen(first.credentials);
  });

  it('4: a page that lacks a module after linking ends in page_changed, not in waiting', async () => {
    simulator.setPage({ removeModules: ['WAWebSyncGatingUtils'] });
    const { engine, told } = open({ timing: { readyDeadlineMs: 1_500 } });
    await engine.start();
    await sim.scan((await told.first('qr')).qr, OWN_NUMBER);
    expect(await told.state('FAILED')).toMatchObject({ reason: 'page_changed' });
  });

  it('4: a page that lacks a module at boot ends in page_changed', async () => {
    simulator.setPage({ removeModules: ['WAWebAltDeviceLinkingApi'] });
    const { engine, told } = open();
    await engine.start();
    expect(await told.state('FAILED')).toMatchObject({ reason: 'page_changed' });
  });

  it('5, 6: a page that never comes up ends in timed_out, and its browser is gone', async () => {
    simulator.setPage({ version: '' });
    const { engine, told } = open({ timing: { startDeadlineMs: 2_000 } });
    await engine.start();
    expect(await told.state('FAILED')).toMatchObject({ reason: 'timed_out' });
  });

  it('7: after the page reloads itself it is ready again and tells each message once', async () => {
    const { told, engine } = await openLinked();
    told.forget();
    simulator.runInPages('location.reload()');
    await told.first('ready');
    await sim.pull('incoming', { from: CUSTOMER, to: OWN_NUMBER, body: 'sesudah' });
    await told.first('incoming');
    expect((await engine.send(text())).kind).toBe('accepted');
    expect(told.of('incoming')).toHaveLength(1);
  });

  it('9: a killed Chromium is told, and the next engine connects without a QR', async () => {
    const { told, credentials } = await openLinked();
    await untilBackedUp(credentials);
    const [browser] = await browsersOf(profileRoot);
    process.kill(-(browser?.pid ?? 0), 'SIGKILL');
    expect(await told.state('FAILED')).toMatchObject({ reason: 'browser_died' });
    await reopen(credentials);
  });

  it('9: a crashed page is told, and a send in flight is unknown at once', async () => {
    const { told, engine } = await openLinked();
    await sim.pull('faults', { loseAnswerRate: 1 });
    const sent = engine.send(text());
    await expect.poll(async () => (await sim.ledger()).length, { timeout: 20_000 }).toBe(1);
    for (const { pid, command } of await browsersOf(profileRoot)) {
      if (command.includes('--type=renderer')) process.kill(pid, 'SIGKILL');
    }
    expect(await told.state('FAILED')).toMatchObject({ reason: 'browser_died' });
    expect((await sent).kind).toBe('unknown');
  });

  it('11: a browser is nobody’s orphan: a stopped one is killed when its engine closes', async () => {
    const { engine } = await openLinked();
    const [browser] = await browsersOf(profileRoot);
    process.kill(browser?.pid ?? 0, 'SIGSTOP');
    await engine.close();
    expect(await browsersOf(profileRoot)).toEqual([]);
  });

  it('17: a conflict keeps the credentials', async () => {
    const { told, credentials } = await openLinked();
    await untilBackedUp(credentials);
    simulator.runInPages(`require('WAWebSocketModel').Socket.set({ state: 'CONFLICT' })`);
    expect(await told.state('FAILED')).toMatchObject({ reason: 'conflict' });
    await reopen(credentials);
  });

  it('18: the session is backed up soon after ready, without a close', async () => {
    const { credentials } = await openLinked();
    await untilBackedUp(credentials);
  });

  it('20: after a restore from an older backup, what was sent since is unknown, not absent', async () => {
    const { told, engine, credentials } = await openLinked();
    await untilBackedUp(credentials);
    const message = text();
    const since = new Date();
    await engine.send(message);
    const [browser] = await browsersOf(profileRoot);
    const kept = await credentials.load();
    process.kill(-(browser?.pid ?? 0), 'SIGKILL');
    await told.state('FAILED');
    const again = await reopen(createMemoryCredentialStore(kept));
    expect(await again.engine.findSent({ ...message, since })).toEqual({ kind: 'unknown' });
  });

  it('26: LID accounts: a number is looked up before it is written to, and senders get their number back', async () => {
    simulator.setPage({ lidMode: true });
    const { told, engine } = await openLinked();
    const message = text();
    expect((await engine.send(message)).kind).toBe('accepted');
    expect(await sim.ledger()).toMatchObject([{ to: CUSTOMER }]);
    expect(await engine.findSent({ ...message, since: new Date() })).toMatchObject({ kind: 'found' });
    await sim.pull('incoming', { from: CUSTOMER, to: OWN_NUMBER, body: 'halo' });
    expect(await told.first('incoming')).toMatchObject({ from: CUSTOMER });
  });

  it('28: a logout that only shows as a state ends in LOGGED_OUT too', async () => {
    simulator.setPage({ logoutStyle: 'state' });
    const { told, credentials } = await openLinked();
    await sim.pull('logout', { number: OWN_NUMBER });
    await told.state('LOGGED_OUT');
    expect(await credentials.load()).toBeNull();
  });

  it('drift of July to September 2026: sends, receipts, incoming and media work as before', async () => {
    simulator.setPage({ drift: { msgKey: true, mediaId: true, downloadMime: true } });
    await sim.pull('phones', { number: CUSTOMER, reads: true, ackDelayMs: 20, reply: 'ya' });
    const { told, engine } = await openLinked();
    const message = text();
    expect(await engine.send(message)).toEqual({ kind: 'accepted', messageId: message.messageId });
    await told.first('ack', ({ ack }) => ack === 3);
    await told.first('incoming');
    expect(await engine.findSent({ ...message, since: new Date() })).toMatchObject({ kind: 'found' });
    const path = join(profileRoot, '..', `${newId()}.png`);
    const { writeFile } = await import('node:fs/promises');
    await writeFile(path, randomBytes(2_000));
    const media = { path, mimeType: 'image/png', fileName: 'a.png' };
    expect((await engine.send({ ...text('gambar'), media })).kind).toBe('accepted');
    await rm(path);
    expect((await sim.ledger()).map(({ body }) => body)).toEqual(['Halo', 'gambar']);
  });
});
