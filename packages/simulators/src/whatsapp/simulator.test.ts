import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startWhatsAppSimulator } from './simulator.ts';
import type { WhatsAppSimulator } from './simulator.ts';

type Frame = Record<string, unknown> & { t: string };

const NUMBER = '+6281110001113';
const CUSTOMER = '+6281234567890';
const newId = () => `3EB0${randomBytes(9).toString('hex').toUpperCase()}`;

async function pull(url: string, lever: string, body: unknown): Promise<{ status: number; answer: unknown }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${url}/_sim/${lever}`, { method: 'POST', body: text });
  return { status: response.status, answer: await response.json() };
}
const ledger = async (url: string, query = '') =>
  (await (await fetch(`${url}/_sim/ledger${query}`)).json()) as Record<string, unknown>[];

/** A device without an engine: speaks frames. */
async function connect(wsUrl: string) {
  const socket = new WebSocket(wsUrl);
  const frames: Frame[] = [];
  const waiters = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    frames.push(...(JSON.parse(data.toString()) as Frame[]));
    for (const wake of waiters) wake();
  });
  await once(socket, 'open');
  return {
    socket,
    frames,
    say: (...said: Frame[]) => socket.send(JSON.stringify(said)),
    async until(fits: (frame: Frame) => boolean): Promise<Frame> {
      for (;;) {
        const found = frames.find(fits);
        if (found) return found;
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            waiters.delete(wake);
            resolve();
          };
          waiters.add(wake);
        });
      }
    },
  };
}

async function link({ url, wsUrl }: { url: string; wsUrl: string }, number = NUMBER) {
  const device = await connect(wsUrl);
  device.say({ t: 'link' });
  const { qr } = await device.until(({ t }) => t === 'qr');
  await pull(url, 'scan', { qr, number });
  const { token } = await device.until(({ t }) => t === 'linked');
  return { ...device, token };
}

describe('the WhatsApp simulator', () => {
  let simulator: WhatsAppSimulator;
  let folder: string;
  let ledgerPath: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'siar-simulator-'));
    ledgerPath = join(folder, 'ledger.jsonl');
    simulator = await startWhatsAppSimulator({ ledgerPath, ackDelayMs: 10 });
  });
  afterEach(async () => {
    await simulator.stop();
    await rm(folder, { recursive: true });
  });

  it('listens on loopback only', async () => {
    await expect(startWhatsAppSimulator({ host: '0.0.0.0' })).rejects.toThrow('loopback');
  });

  it.each([
    ['phones', {}, 'number'],
    ['phones', { number: '123' }, 'not a phone number'],
    ['phones', { number: CUSTOMER, registred: false }, 'registred'],
    ['faults', { failRate: 2 }, 'failRate'],
    ['scan', { qr: '', number: NUMBER }, 'qr'],
    ['incoming', { from: CUSTOMER, to: NUMBER }, 'body'],
    ['reset', '{broken', 'JSON'],
  ])('says what is wrong with %s %j', async (lever, body, word) => {
    const { status, answer } = await pull(simulator.url, lever, body);
    expect(status).toBe(400);
    expect(JSON.stringify(answer)).toContain(word);
  });

  it('answers 404 to unknown levers, expired QRs and numbers that nobody linked', async () => {
    expect((await pull(simulator.url, 'fly', {})).status).toBe(404);
    expect((await pull(simulator.url, 'scan', { qr: '2@x', number: NUMBER })).status).toBe(404);
    for (const lever of ['logout', 'drop'])
      expect((await pull(simulator.url, lever, { number: NUMBER })).status).toBe(404);
  });

  it('takes a number in any spelling', async () => {
    for (const number of ['081234567890', '6281234567890', '+62 812-3456-7890']) {
      expect((await pull(simulator.url, 'phones', { number })).answer).toMatchObject({ number: CUSTOMER });
    }
  });

  it('shows the ledger, whole or by sender', async () => {
    const one = await link(simulator);
    const two = await link(simulator, '+6281110001114');
    one.say({ t: 'send', id: newId(), to: CUSTOMER, body: 'satu' });
    two.say({ t: 'send', id: newId(), to: CUSTOMER, body: 'dua' });
    await Promise.all([one, two].map((device) => device.until(({ t }) => t === 'ack')));
    expect((await ledger(simulator.url)).map(({ body }) => body)).toEqual(['satu', 'dua']);
    // As a browser and as curl write it: the plus escaped, and as a blank.
    for (const query of ['?from=%2B6281110001114', '?from=+6281110001114', '?from=6281110001114']) {
      expect((await ledger(simulator.url, query)).map(({ body }) => body)).toEqual(['dua']);
    }
    one.socket.close();
    two.socket.close();
  });

  it('counts attempts of an id that it knows, and keeps one row', async () => {
    const device = await link(simulator);
    const message = { t: 'send', id: newId(), to: CUSTOMER, body: 'halo' };
    device.say(message, message, message);
    await device.until(({ t }) => t === 'ack');
    await expect.poll(() => ledger(simulator.url)).toMatchObject([{ messageId: message.id, attempts: 3 }]);
    device.socket.close();
  });

  it('refuses a frame that it does not understand, and says why', async () => {
    const device = await link(simulator);
    device.say({ t: 'send', id: 'lower-case', to: CUSTOMER, body: 'x' });
    expect(await device.until(({ t }) => t === 'error')).toMatchObject({ t: 'error' });
    await once(device.socket, 'close');
  });

  it('keeps ledger, links, numbers and receipts over a restart', async () => {
    const device = await link(simulator);
    await pull(simulator.url, 'phones', { number: '+6281200000001', registered: false });
    await pull(simulator.url, 'phones', { number: CUSTOMER, reads: true });
    const id = newId();
    device.say({ t: 'send', id, to: CUSTOMER, body: 'halo' });
    await device.until(({ t }) => t === 'ack');
    const { spki } = simulator;
    await simulator.stop();

    simulator = await startWhatsAppSimulator({ ledgerPath, ackDelayMs: 10 });
    expect(simulator.spki).toBe(spki);
    expect(await ledger(simulator.url)).toMatchObject([
      { messageId: id, from: NUMBER, to: CUSTOMER, body: 'halo' },
    ]);
    const again = await connect(simulator.wsUrl);
    again.say({ t: 'resume', token: device.token }, { t: 'exists', q: 1, phone: '+6281200000001' });
    expect(await again.until(({ t }) => t === 'welcome')).toMatchObject({ number: NUMBER });
    expect(await again.until(({ t }) => t === 'exists')).toMatchObject({ exists: false });
    // Nobody had confirmed a receipt before the restart, so all of them are due again.
    expect(await again.until(({ ack }) => ack === 3)).toMatchObject({ id });
    again.socket.close();
  });

  it('drops a torn last line and refuses a damaged one', async () => {
    const device = await link(simulator);
    device.say({ t: 'send', id: newId(), to: CUSTOMER, body: 'halo' });
    await device.until(({ t }) => t === 'ack');
    await simulator.stop();
    appendFileSync(ledgerPath, '{"t":"message","id":"3EB');
    simulator = await startWhatsAppSimulator({ ledgerPath });
    expect(await ledger(simulator.url)).toHaveLength(1);
    await simulator.stop();
    appendFileSync(ledgerPath, 'broken\n');
    await expect(startWhatsAppSimulator({ ledgerPath })).rejects.toThrow(/damaged at line \d+/);
    await rm(ledgerPath);
    simulator = await startWhatsAppSimulator({ ledgerPath });
  });

  it('forgets messages, numbers and faults on reset, and links only when asked', async () => {
    const device = await link(simulator);
    device.say({ t: 'send', id: newId(), to: CUSTOMER, body: 'halo' });
    await device.until(({ t }) => t === 'ack');
    await pull(simulator.url, 'faults', { failRate: 1, number: NUMBER, times: 5 });
    await pull(simulator.url, 'reset', {});
    expect(await ledger(simulator.url)).toEqual([]);
    const id = newId();
    device.say({ t: 'send', id, to: CUSTOMER, body: 'lagi' });
    await device.until((frame) => frame.t === 'ack' && frame['id'] === id);
    await pull(simulator.url, 'reset', { devices: true });
    await device.until(({ t }) => t === 'logged-out');
    device.socket.close();
  });
});

describe('the simulator as a process of its own', () => {
  const program = fileURLToPath(new URL('./main.ts', import.meta.url));
  let child: ChildProcess;
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'siar-simulator-'));
  });
  afterEach(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await rm(folder, { recursive: true });
  });

  async function run(): Promise<{ url: string; wsUrl: string }> {
    const args = [
      '--import',
      import.meta.resolve('tsx'),
      program,
      `--ledger=${join(folder, 'ledger.jsonl')}`,
    ];
    child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    if (!child.stdout) throw new Error('no output');
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    return JSON.parse(line) as { url: string; wsUrl: string };
  }

  it('has written what it acknowledged, though it is killed that moment', { timeout: 30_000 }, async () => {
    const device = await link(await run());
    const ids = Array.from({ length: 300 }, newId);
    device.say(...ids.map((id) => ({ t: 'send', id, to: CUSTOMER, body: 'halo' })));
    await device.until(({ t }) => t === 'ack');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const acknowledged = device.frames.filter(({ t }) => t === 'ack').map((frame) => frame['id']);
    const { url } = await run();
    const kept = new Set((await ledger(url)).map(({ messageId }) => messageId));
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  });

  it('ends cleanly on SIGTERM', { timeout: 30_000 }, async () => {
    await run();
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
