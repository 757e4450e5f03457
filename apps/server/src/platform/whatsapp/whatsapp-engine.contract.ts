import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryCredentialStore } from './credentials/credential-store.ts';
import type { CredentialStore } from './credentials/credential-store.ts';
import type { WhatsAppEngine, WhatsAppEngineFactory } from './engine.ts';
import { createEngineRecorder } from './testing/engine-recorder.ts';
import type { EngineRecorder } from './testing/engine-recorder.ts';
import { createSimulatorControl } from './testing/simulator-control.ts';
import type { SimulatorControl } from './testing/simulator-control.ts';

export interface EngineUnderTest {
  factory: WhatsAppEngineFactory;
  /** Control plane of the simulator that the engine reaches; QRs there live for 20 seconds. */
  simulatorUrl: string;
  /** What a closed engine left behind: process ids, folders. Must be empty. */
  leftovers(): Promise<string[]>;
  stop(): Promise<void>;
}

/** Long enough for a loaded machine; nobody waits this long unless something is broken. */
const EVENT_TIMEOUT_MS = 30_000;
const OWN_NUMBER = '+6281110001110';
const CUSTOMER = '+6281234567890';
const ONE_PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const newId = (): string => `3EB0${randomBytes(9).toString('hex').toUpperCase()}`;

interface Opened {
  engine: WhatsAppEngine;
  told: EngineRecorder;
  credentials: CredentialStore;
}

/** What every engine promises, whatever it is made of. */
export function describeWhatsAppEngine(name: string, begin: () => Promise<EngineUnderTest>): void {
  describe(`a WhatsApp engine (${name})`, () => {
    let subject: EngineUnderTest;
    let sim: SimulatorControl;
    let opened: Opened[] = [];
    const unhandled: unknown[] = [];
    const onUnhandled = (error: unknown): void => void unhandled.push(error);

    beforeAll(async () => {
      process.on('unhandledRejection', onUnhandled);
      subject = await begin();
      sim = createSimulatorControl({ url: subject.simulatorUrl });
    });
    beforeEach(async () => {
      opened = [];
      await sim.pull('reset', { devices: true });
      await sim.pull('faults', { qrTtlMs: 20_000, maxQrs: 6 });
    });
    afterEach(async () => {
      await Promise.all(opened.map(({ engine }) => engine.close()));
      expect(await subject.leftovers()).toEqual([]);
      expect(unhandled).toEqual([]);
    });
    afterAll(async () => {
      await subject.stop();
      process.off('unhandledRejection', onUnhandled);
    });

    function open(credentials = createMemoryCredentialStore()): Opened {
      const told = createEngineRecorder({ timeoutMs: EVENT_TIMEOUT_MS });
      const sessionId = `test-${randomBytes(4).toString('hex')}`;
      const engine = subject.factory.open({ sessionId, credentials, onEvent: told.onEvent });
      const one = { engine, told, credentials };
      opened.push(one);
      return one;
    }

    async function openLinked(): Promise<Opened> {
      const one = open();
      await one.engine.start();
      const { qr } = await one.told.first('qr');
      await sim.scan(qr, OWN_NUMBER);
      await one.told.first('ready');
      return one;
    }

    async function reopen({ engine, credentials }: Opened): Promise<Opened> {
      await engine.close();
      const again = open(credentials);
      await again.engine.start();
      await again.told.first('ready');
      return again;
    }

    const text = (body = 'Halo Budi') => ({ messageId: newId(), to: CUSTOMER, body });
    const query = (message: { messageId: string; to: string; body: string }) => ({
      ...message,
      since: new Date(),
    });

    describe('linking', () => {
      it('shows a QR that has not expired when nothing is stored', async () => {
        const { engine, told } = open();
        await engine.start();
        const { qr, expiresAt } = await told.first('qr');
        expect(qr.split(',').length).toBeGreaterThan(2);
        expect(expiresAt.getTime()).toBeGreaterThan(Date.now());
        expect(told.of('state').map((event) => event.status)).toEqual(['STARTING', 'QR']);
      });

      it('replaces the QR when it expires; the old one links nobody', async () => {
        await sim.pull('faults', { qrTtlMs: 1_500 });
        const { engine, told } = open();
        await engine.start();
        const { qr } = await told.first('qr');
        const next = await told.first('qr', (event) => event.qr !== qr);
        await expect(sim.scan(qr, OWN_NUMBER)).rejects.toThrow('qr_unknown');
        expect(next.expiresAt.getTime()).toBeGreaterThan(Date.now());
      });

      it('gives up with a reason when nobody scans', async () => {
        await sim.pull('faults', { qrTtlMs: 300, maxQrs: 2 });
        const { engine, told } = open();
        await engine.start();
        expect(await told.state('FAILED')).toMatchObject({ reason: 'qr_expired' });
      });

      it('connects when the QR is scanned, and says which number it is', async () => {
        const { engine, told, credentials } = await openLinked();
        expect(told.of('ready')).toEqual([{ type: 'ready', phoneNumber: OWN_NUMBER }]);
        const order = told.of('state').map((event) => event.status);
        expect(order).toEqual(['STARTING', 'QR', 'AUTHENTICATED', 'CONNECTED']);
        expect(engine.status).toBe('CONNECTED');
        await engine.close();
        expect(await credentials.load()).not.toBeNull();
      });

      it('links by a pairing code instead of a QR when started with a number', async () => {
        const { engine, told } = open();
        await engine.start({ pairingPhoneNumber: OWN_NUMBER });
        const { code, expiresAt } = await told.first('pairing-code');
        expect(code).toMatch(/^[A-Z0-9]{8}$/);
        expect(expiresAt.getTime()).toBeGreaterThan(Date.now());
        await sim.enterCode(code, OWN_NUMBER);
        await told.first('ready');
        expect(told.of('qr')).toEqual([]);
        expect(told.of('state').map((event) => event.status)).toContain('PAIRING');
      });

      it('gives a pairing code on request while the QR is shown', async () => {
        const { engine, told } = open();
        await engine.start();
        await told.first('qr');
        const answer = await engine.requestPairingCode(OWN_NUMBER);
        if (answer.kind !== 'code') throw new Error(`no code: ${answer.reason}`);
        await sim.enterCode(answer.code, OWN_NUMBER);
        expect(await told.first('ready')).toMatchObject({ phoneNumber: OWN_NUMBER });
      });

      it('has no pairing code to give once it is linked', async () => {
        const { engine } = await openLinked();
        const answer = await engine.requestPairingCode(OWN_NUMBER);
        expect(answer).toEqual({ kind: 'unavailable', reason: 'not_linking' });
      });
    });

    describe('sending', () => {
      it('brings the message to WhatsApp once, under the caller’s id', async () => {
        const { engine } = await openLinked();
        const message = text('Halo Budi 👋\n"Diskon" 20% <b>hari ini</b>, cek https://contoh.id/?a=1&b=2');
        expect(await engine.send(message)).toEqual({ kind: 'accepted', messageId: message.messageId });
        const rows = await sim.ledger();
        expect(rows).toHaveLength(1);
        expect(rows[0]).toMatchObject({ ...message, from: OWN_NUMBER, attempts: 1 });
      });

      it('brings text of any kind unchanged: long, a vCard, a link alone, blanks', async () => {
        const { engine } = await openLinked();
        const bodies = ['x'.repeat(4096), 'BEGIN:VCARD\nFN:Budi\nEND:VCARD', 'https://contoh.id', '  kopi  '];
        for (const body of bodies) expect((await engine.send(text(body))).kind).toBe('accepted');
        expect((await sim.ledger()).map((row) => row.body)).toEqual(bodies);
      });

      it('makes no second message when the same id is sent again', async () => {
        const { engine } = await openLinked();
        const message = text();
        await engine.send(message);
        expect(await engine.send(message)).toMatchObject({ kind: 'accepted' });
        expect(await sim.ledger()).toHaveLength(1);
      });

      it('makes no second message when the same id is sent again after a restart', async () => {
        const first = await openLinked();
        const message = text();
        await first.engine.send(message);
        const { engine } = await reopen(first);
        expect((await engine.send(message)).kind).toBe('accepted');
        expect(await sim.ledger()).toHaveLength(1);
      });

      it('takes many at once', async () => {
        const { engine } = await openLinked();
        const messages = Array.from({ length: 25 }, (_, i) => ({
          ...text(`ke-${i}`),
          to: `+62812340000${i + 10}`,
        }));
        const results = await Promise.all(messages.map((message) => engine.send(message)));
        expect(results.map((result) => result.kind)).toEqual(messages.map(() => 'accepted'));
        expect((await sim.ledger()).map((row) => row.messageId).sort()).toEqual(
          messages.map((message) => message.messageId).sort(),
        );
      });

      it('rejects a number that is not on WhatsApp, and sends nothing', async () => {
        await sim.pull('phones', { number: CUSTOMER, registered: false });
        const { engine } = await openLinked();
        expect(await engine.send(text())).toEqual({
          kind: 'rejected',
          reason: 'not_registered',
          retryable: false,
        });
        expect(await sim.ledger()).toEqual([]);
      });

      it('rejects what WhatsApp refuses, and tells ack -1', async () => {
        const { engine, told } = await openLinked();
        await sim.pull('faults', { failRate: 1, times: 1 });
        const message = text();
        expect(await engine.send(message)).toEqual({ kind: 'rejected', reason: 'refused', retryable: true });
        expect(await told.first('ack')).toMatchObject({ messageId: message.messageId, ack: -1 });
        expect(await engine.findSent(query(message))).toEqual({ kind: 'absent' });
        expect((await engine.send(text())).kind).toBe('accepted');
      });

      it('rejects at once while it is not connected', async () => {
        const { engine, told } = open();
        await engine.start();
        await told.first('qr');
        expect(await engine.send(text())).toEqual({
          kind: 'rejected',
          reason: 'not_connected',
          retryable: true,
        });
      });

      it('throws on an id or a number that no message can have', async () => {
        const { engine } = open();
        await expect(engine.send({ ...text(), messageId: 'abc' })).rejects.toThrow(TypeError);
        await expect(engine.send({ ...text(), to: '08123' })).rejects.toThrow(TypeError);
      });

      it('brings a picture with its caption, and refuses a file that is not there', async () => {
        const { engine } = await openLinked();
        const folder = await mkdtemp(join(tmpdir(), 'siar-media-'));
        const path = join(folder, 'menu.png');
        await writeFile(path, Buffer.from(ONE_PIXEL, 'base64'));
        const picture = {
          ...text('Menu baru'),
          media: { path, mimeType: 'image/png', fileName: 'menu.png' },
        };
        expect((await engine.send(picture)).kind).toBe('accepted');
        await rm(folder, { recursive: true });
        expect(await engine.send({ ...picture, messageId: newId() })).toMatchObject({
          reason: 'media_rejected',
        });
        const sha256 = createHash('sha256').update(Buffer.from(ONE_PIXEL, 'base64')).digest('hex');
        const media = { mimeType: 'image/png', fileName: 'menu.png', size: 70, sha256 };
        expect(await sim.ledger()).toMatchObject([{ body: 'Menu baru', media }]);
      });

      it('waits out a slow WhatsApp within the deadline', async () => {
        const { engine } = await openLinked();
        await sim.pull('faults', { latencyMs: 400 });
        expect((await engine.send(text())).kind).toBe('accepted');
      });
    });

    describe('a send that nobody answers', () => {
      it('is unknown after the deadline, and is found by its id', async () => {
        const { engine } = await openLinked();
        await sim.pull('faults', { loseAnswerRate: 1, times: 1 });
        const message = text();
        expect(await engine.send(message, { deadlineMs: 1_500 })).toEqual({
          kind: 'unknown',
          reason: 'deadline',
        });
        expect(await engine.findSent(query(message))).toMatchObject({ kind: 'found' });
        expect(await sim.ledger()).toHaveLength(1);
      });

      it('is unknown when the caller stops waiting', async () => {
        const { engine } = await openLinked();
        await sim.pull('faults', { loseAnswerRate: 1, times: 1 });
        const abort = new AbortController();
        const result = engine.send(text(), { signal: abort.signal });
        await untilLedger((rows) => rows.length === 1);
        abort.abort();
        expect(await result).toEqual({ kind: 'unknown', reason: 'aborted' });
      });

      it('is unknown when the engine is closed', async () => {
        const { engine } = await openLinked();
        await sim.pull('faults', { loseAnswerRate: 1 });
        const result = engine.send(text());
        await untilLedger((rows) => rows.length === 1);
        await engine.close();
        expect(await result).toEqual({ kind: 'unknown', reason: 'engine_closed' });
      });

      it('never counts as surely sent when it was lost on the way', async () => {
        const { engine } = await openLinked();
        await sim.pull('faults', { loseMessageRate: 1, times: 1 });
        const message = text();
        expect((await engine.send(message, { deadlineMs: 1_000 })).kind).toBe('unknown');
        const found = await engine.findSent(query(message));
        expect([{ kind: 'absent' }, { kind: 'found', ack: 0 }]).toContainEqual(found);
      });

      it('exists once at WhatsApp when the line breaks in the middle', async () => {
        const { engine, told } = await openLinked();
        told.forget();
        await sim.pull('faults', { dropRate: 1, times: 1 });
        const message = text();
        const result = await engine.send(message, { deadlineMs: 10_000 });
        expect(['accepted', 'unknown']).toContain(result.kind);
        await told.first('ready');
        expect(await engine.findSent(query(message))).toMatchObject({ kind: 'found' });
        expect(await sim.ledger()).toHaveLength(1);
      });
    });

    describe('asking', () => {
      it('a message that was never sent is absent', async () => {
        const { engine } = await openLinked();
        await engine.send(text());
        expect(await engine.findSent(query(text()))).toEqual({ kind: 'absent' });
      });

      it('a message of an earlier engine is found with how far it came', async () => {
        const first = await openLinked();
        const message = text();
        await first.engine.send(message);
        await first.told.first('ack', ({ ack }) => ack >= 2);
        const { engine } = await reopen(first);
        expect(await engine.findSent(query(message))).toMatchObject({ kind: 'found' });
      });

      it('nothing is known while it is not connected', async () => {
        const { engine } = open();
        expect(await engine.findSent(query(text()))).toEqual({ kind: 'unknown' });
        expect(await engine.isRegistered(CUSTOMER)).toBe('unknown');
      });

      it('tells who is on WhatsApp and who is not', async () => {
        await sim.pull('phones', { number: '+6281299999999', registered: false });
        const { engine } = await openLinked();
        expect(await engine.isRegistered(CUSTOMER)).toBe('registered');
        expect(await engine.isRegistered('+6281299999999')).toBe('unregistered');
      });
    });

    describe('receipts', () => {
      it('grow from sent to delivered to read', async () => {
        await sim.pull('phones', { number: CUSTOMER, reads: true, ackDelayMs: 30 });
        const { engine, told } = await openLinked();
        const message = text();
        await engine.send(message);
        await told.first('ack', ({ ack }) => ack === 3);
        const acks = told.of('ack').filter((event) => event.messageId === message.messageId);
        expect(acks.map((event) => event.ack)).toEqual([1, 2, 3]);
      });

      it('that come twice are told once', async () => {
        await sim.pull('phones', { number: CUSTOMER, reads: true, ackDelayMs: 30 });
        const { engine, told } = await openLinked();
        await sim.pull('faults', { doubleAcks: true });
        await engine.send(text());
        await told.first('ack', ({ ack }) => ack === 3);
        expect(told.of('ack').map((event) => event.ack)).toEqual([1, 2, 3]);
      });

      it('that came while away are told after the restart', async () => {
        await sim.pull('phones', { number: CUSTOMER, reads: false, ackDelayMs: 700 });
        const first = await openLinked();
        const message = text();
        await first.engine.send(message);
        await first.engine.close();
        await untilLedger((rows) => rows[0]?.ack === 2);
        const again = open(first.credentials);
        await again.engine.start();
        expect(await again.told.first('ack')).toEqual({ type: 'ack', messageId: message.messageId, ack: 2 });
      });
    });

    describe('incoming messages', () => {
      it('are told once, with sender, text and time', async () => {
        const { told } = await openLinked();
        await sim.pull('incoming', { from: CUSTOMER, to: OWN_NUMBER, body: 'STOP' });
        const event = await told.first('incoming');
        expect(event).toMatchObject({ from: CUSTOMER, body: 'STOP' });
        expect(Math.abs(event.at.getTime() - Date.now())).toBeLessThan(60_000);
        expect(told.of('incoming')).toHaveLength(1);
      });

      it('that came while away are told after the restart', async () => {
        const first = await openLinked();
        await first.engine.close();
        await sim.pull('incoming', { from: CUSTOMER, to: OWN_NUMBER, body: 'BERHENTI' });
        const again = open(first.credentials);
        await again.engine.start();
        expect(await again.told.first('incoming')).toMatchObject({ from: CUSTOMER, body: 'BERHENTI' });
      });

      it('answer what we sent', async () => {
        await sim.pull('phones', { number: CUSTOMER, reply: 'STOP', ackDelayMs: 10 });
        const { engine, told } = await openLinked();
        await engine.send(text());
        expect(await told.first('incoming')).toMatchObject({ from: CUSTOMER, body: 'STOP' });
      });
    });

    describe('when the line breaks', () => {
      it('reconnects by itself, says so, and sends again', async () => {
        const { engine, told } = await openLinked();
        told.forget();
        await sim.pull('drop', { number: OWN_NUMBER });
        expect(await told.state('RECONNECTING')).toMatchObject({ reason: 'connection_lost' });
        await told.state('CONNECTED');
        await told.first('ready');
        expect((await engine.send(text())).kind).toBe('accepted');
      });

      it('rejects sends while it is down', async () => {
        const { engine, told } = await openLinked();
        await sim.pull('faults', { offline: true });
        await told.state('RECONNECTING');
        expect(await engine.send(text())).toMatchObject({ kind: 'rejected', reason: 'not_connected' });
        told.forget();
        await sim.pull('faults', { offline: false });
        await told.first('ready');
        expect(await sim.ledger()).toEqual([]);
      });
    });

    describe('when the link ends', () => {
      it('by the phone: LOGGED_OUT, and the credentials are gone', async () => {
        const { told, credentials } = await openLinked();
        await sim.pull('logout', { number: OWN_NUMBER });
        expect(await told.state('LOGGED_OUT')).toMatchObject({ reason: 'unlinked_by_phone' });
        expect(await credentials.load()).toBeNull();
      });

      it('by the phone while away: LOGGED_OUT at the next start', async () => {
        const { engine, credentials } = await openLinked();
        await engine.close();
        await sim.pull('logout', { number: OWN_NUMBER });
        const again = open(credentials);
        await again.engine.start();
        await again.told.state('LOGGED_OUT');
        expect(await credentials.load()).toBeNull();
      });

      it('by logout(): LOGGED_OUT, the phone knows, and the credentials are gone', async () => {
        const { engine, told, credentials } = await openLinked();
        await engine.logout();
        expect(told.of('state').at(-1)).toMatchObject({ status: 'LOGGED_OUT', reason: 'logout_requested' });
        expect(await credentials.load()).toBeNull();
        expect(await sim.linkedNumbers()).toEqual([]);
      });

      it('by a ban: BANNED', async () => {
        const { told } = await openLinked();
        await sim.pull('ban', { number: OWN_NUMBER });
        expect(await told.state('BANNED')).toMatchObject({ reason: 'banned_by_whatsapp' });
      });
    });

    it('says RESTRICTED when WhatsApp limits the number, and CONNECTED when it is lifted', async () => {
      const { engine, told } = await openLinked();
      await sim.pull('restrict', { number: OWN_NUMBER });
      expect(await engine.send(text())).toMatchObject({ kind: 'rejected', reason: 'restricted' });
      expect(await told.state('RESTRICTED')).toMatchObject({ reason: 'restricted_by_whatsapp' });
      told.forget();
      await sim.pull('restrict', { number: OWN_NUMBER, lifted: true });
      expect((await engine.send(text())).kind).toBe('accepted');
      await told.state('CONNECTED');
    });

    describe('closing', () => {
      it('keeps the credentials: the next engine connects without a QR', async () => {
        const first = await openLinked();
        const { told, engine } = await reopen(first);
        expect(told.of('qr')).toEqual([]);
        expect(told.of('ready')).toEqual([{ type: 'ready', phoneNumber: OWN_NUMBER }]);
        expect((await engine.send(text())).kind).toBe('accepted');
      });

      it('may be done twice, in the middle of starting, or before it', async () => {
        const { engine } = open();
        await engine.close();
        const other = open();
        const started = other.engine.start();
        await Promise.all([other.engine.close(), other.engine.close()]);
        await started;
      });

      it('ends all telling', async () => {
        const { engine, told } = await openLinked();
        await engine.close();
        told.forget();
        await sim.pull('incoming', { from: CUSTOMER, to: OWN_NUMBER, body: 'halo' });
        await sim.pull('logout', { number: OWN_NUMBER });
        expect(told.events).toEqual([]);
      });
    });

    it('says that the stored credentials cannot be read, and keeps them', async () => {
      const broken = { ...createMemoryCredentialStore(), load: () => Promise.reject(new Error('wrong key')) };
      const { engine, told } = open(broken);
      await engine.start();
      expect(await told.state('FAILED')).toMatchObject({ reason: 'credentials_unreadable' });
    });

    async function untilLedger(fits: (rows: Awaited<ReturnType<SimulatorControl['ledger']>>) => boolean) {
      await expect
        .poll(async () => fits(await sim.ledger()), { timeout: EVENT_TIMEOUT_MS, interval: 50 })
        .toBe(true);
    }
  });
}
