import { randomBytes } from 'node:crypto';
import { createDevices } from './devices.ts';
import type { Device, DeviceEvent, DeviceLink, Devices } from './devices.ts';
import { drawFate, NO_FAULTS } from './faults.ts';
import type { Faults, MessageFate } from './faults.ts';
import { openJournal, replayJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import { createLedger } from './ledger.ts';
import type { Ledger, LedgerAck, LedgerEntry } from './ledger.ts';
import { createLinking } from './linking.ts';
import type { Linking } from './linking.ts';
import { createPhonebook } from './phonebook.ts';
import type { Account, PhoneBehaviour, Phonebook, RefusalReason } from './phonebook.ts';
import { recall } from './recall.ts';

/** A message as a device hands it over. Numbers are digits. */
export interface SubmittedMessage {
  messageId: string;
  to: string;
  body: string;
  media?: LedgerEntry['media'];
}

/** "WhatsApp" itself: numbers, linked devices, messages. Both dialects (engine and page) talk to this. */
export interface Network {
  readonly phonebook: Phonebook;
  readonly devices: Devices;
  readonly ledger: Ledger;
  readonly linking: Linking;
  readonly faults: Faults;
  setFaults(change: { [K in keyof Faults]?: Faults[K] | undefined }): Faults;
  /** Puts a connection under a device and tells what happened while it was away. */
  attach(device: Device, link: DeviceLink): void;
  detach(device: Device, link: DeviceLink): void;
  submit(device: Device, message: SubmittedMessage): void;
  find(device: Device, messageId: string): LedgerAck | null;
  /** A person writes to a linked number; false when nobody has linked it. */
  incoming(message: { from: string; to: string; body: string }): string | null;
  /** The device has taken every event up to and with this one. */
  confirm(device: Device, seq: number): void;
  unlink(device: Device, told: boolean): void;
  changeAccount(number: string, change: Partial<Account>): void;
  setPhone(number: string, change: Partial<PhoneBehaviour>): void;
  drop(number: string): number;
  reset(options: { devices: boolean }): void;
  close(): void;
}

export interface NetworkOptions {
  ledgerPath?: string | undefined;
  ackDelayMs: number;
  qrTtlMs: number;
  maxQrs: number;
  random?: () => number;
}

export function createNetwork({
  ledgerPath,
  ackDelayMs,
  qrTtlMs,
  maxQrs,
  random = Math.random,
}: NetworkOptions): Network {
  const phonebook = createPhonebook({ ackDelayMs });
  const devices = createDevices();
  const ledger = createLedger();
  const faults: Faults = { ...NO_FAULTS };
  const timers = new Set<NodeJS.Timeout>();
  const { unfinished, incoming: unseen } = recall(replayJournal(ledgerPath), { phonebook, devices, ledger });
  const journal: Journal = openJournal(ledgerPath);
  for (const { number, event } of unseen)
    for (const device of devices.of(number)) device.unconfirmed.push(event);
  for (const entry of unfinished) later(0, () => receipt(entry));

  const linking = createLinking({
    qrTtlMs,
    maxQrs,
    link(number) {
      if (phonebook.account(number).passkey) return 'passkey_required';
      const device = devices.create(number);
      journal.append({ t: 'device', token: device.token, number });
      return device;
    },
  });

  function later(ms: number, action: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      action();
    }, ms);
    timers.add(timer);
  }

  function tell(device: Device, event: DeviceEvent): void {
    device.unconfirmed.push(event);
    say(device, event, device.confirmed + device.unconfirmed.length - 1);
  }

  function say({ link }: Device, event: DeviceEvent, seq: number): void {
    link?.tell(event, seq);
    if (event.kind === 'ack' && faults.doubleAcks) link?.tell(event, seq);
  }

  function confirm(device: Device, seq: number): void {
    const taken = device.unconfirmed.splice(0, Math.max(0, seq - device.confirmed + 1));
    device.confirmed += taken.length;
    for (const event of taken) {
      if (event.kind === 'ack') {
        journal.append({ t: 'ack', from: device.number, id: event.messageId, ack: event.ack });
      }
      if (event.kind === 'incoming') journal.append({ t: 'seen', id: event.messageId });
    }
  }

  function submit(device: Device, message: SubmittedMessage): void {
    const fate = drawFate(faults, device.number, random);
    if (fate === 'lose-message') return;
    const wait = faults.latencyMs + random() * faults.latencyJitterMs;
    if (wait > 0) later(wait, () => accept(device, message, fate));
    else accept(device, message, fate);
  }

  function accept(device: Device, message: SubmittedMessage, fate: MessageFate): void {
    const known = ledger.find(device.number, message.messageId);
    if (known) {
      known.attempts++;
      journal.append({ t: 'again', from: known.from, id: known.messageId });
      if (fate !== 'lose-answer') acknowledge(known);
      return;
    }
    const refusal = refusalOf(device, message, fate);
    if (refusal) {
      tell(device, { kind: 'refused', messageId: message.messageId, to: message.to, reason: refusal });
      return;
    }
    const entry: LedgerEntry = {
      ...message,
      from: device.number,
      at: new Date().toISOString(),
      attempts: 1,
      ack: 1,
      muted: fate === 'lose-answer' || fate === 'drop',
    };
    ledger.add(entry);
    const { messageId: id, from, to, body, at, media } = entry;
    journal.append({ t: 'message', id, from, to, body, at, ...(media ? { media } : {}) });
    acknowledge(entry);
    if (fate === 'drop') device.link?.drop();
    scheduleReceipts(entry);
  }

  function refusalOf(device: Device, { to }: SubmittedMessage, fate: MessageFate): RefusalReason | null {
    const account = phonebook.account(device.number);
    if (account.banned) return 'banned';
    if (account.restricted) return 'restricted';
    const phone = phonebook.get(to);
    if (!phone.registered) return 'not_registered';
    if (phone.failWith) return phone.failWith;
    return fate === 'fail' ? faults.failWith : null;
  }

  /** Tells the sender's devices how far the message is, once the journal holds it. */
  function acknowledge(entry: LedgerEntry): void {
    if (entry.muted || entry.ack === 0) return;
    const event: DeviceEvent = { kind: 'ack', messageId: entry.messageId, to: entry.to, ack: entry.ack };
    journal.afterWrite(() => {
      for (const device of devices.of(entry.from)) tell(device, event);
    });
  }

  function scheduleReceipts(entry: LedgerEntry): void {
    const phone = phonebook.get(entry.to);
    if (phone.delivers) later(phone.ackDelayMs, () => receipt(entry));
  }

  /** One step on: delivered, then read; a phone with a reply answers once it has the message. */
  function receipt(entry: LedgerEntry): void {
    if (ledger.find(entry.from, entry.messageId) !== entry) return;
    const phone = phonebook.get(entry.to);
    if (entry.ack < 2 && phone.delivers) {
      entry.ack = 2;
      acknowledge(entry);
      if (phone.reply !== undefined) incoming({ from: entry.to, to: entry.from, body: phone.reply });
      if (phone.reads) later(phone.ackDelayMs, () => receipt(entry));
      return;
    }
    if (entry.ack === 2 && phone.reads) {
      entry.ack = 3;
      acknowledge(entry);
    }
  }

  function incoming({ from, to, body }: { from: string; to: string; body: string }): string | null {
    const linked = devices.of(to);
    if (linked.length === 0) return null;
    const messageId = `A5${randomBytes(15).toString('hex').toUpperCase()}`;
    const at = new Date().toISOString();
    journal.append({ t: 'incoming', id: messageId, from, to, body, at });
    for (const device of linked) tell(device, { kind: 'incoming', messageId, from, body, at });
    return messageId;
  }

  function unlink(device: Device, told: boolean): void {
    journal.append({ t: 'unlinked', token: device.token });
    devices.remove(device);
    if (told) device.link?.notify({ kind: 'logged-out' });
  }

  function changeAccount(number: string, change: Partial<Account>): void {
    const account = Object.assign(phonebook.account(number), change);
    journal.append({ t: 'account', number, change });
    for (const device of devices.of(number)) {
      if (change.banned) device.link?.notify({ kind: 'banned' });
      if (change.restricted !== undefined)
        device.link?.notify({ kind: 'restricted', restricted: account.restricted });
    }
  }

  return {
    phonebook,
    devices,
    ledger,
    linking,
    faults,
    submit,
    incoming,
    unlink,
    changeAccount,
    setFaults(change) {
      // Whom and how often belong to the call that names them; rates and times stay until changed.
      Object.assign(faults, { number: change.number, times: change.times });
      for (const [key, value] of Object.entries(change))
        if (value !== undefined) Object.assign(faults, { [key]: value });
      if (faults.offline) for (const device of devices.all()) device.link?.drop();
      return faults;
    },
    attach(device, link) {
      if (device.link && device.link !== link) device.link.notify({ kind: 'conflict' });
      device.link = link;
      const { banned, restricted } = phonebook.account(device.number);
      if (banned) link.notify({ kind: 'banned' });
      if (restricted) link.notify({ kind: 'restricted', restricted });
      for (const entry of ledger.entries()) {
        if (!entry.muted || entry.from !== device.number) continue;
        entry.muted = false;
        acknowledge(entry);
      }
      for (const [index, event] of device.unconfirmed.entries()) say(device, event, device.confirmed + index);
    },
    detach(device, link) {
      if (device.link === link) device.link = null;
    },
    find: (device, messageId) => ledger.find(device.number, messageId)?.ack ?? null,
    confirm,
    setPhone(number, change) {
      phonebook.set(number, change);
      journal.append({ t: 'phone', number, change });
    },
    drop(number) {
      const linked = devices.of(number).filter((device) => device.link);
      for (const device of linked) device.link?.drop();
      return linked.length;
    },
    reset({ devices: withDevices }) {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      ledger.clear();
      phonebook.clear();
      Object.assign(faults, NO_FAULTS, { number: undefined, times: undefined });
      journal.clear();
      if (withDevices) for (const device of devices.all()) unlink(device, true);
      for (const device of devices.all()) {
        device.confirmed += device.unconfirmed.splice(0).length;
        journal.append({ t: 'device', token: device.token, number: device.number });
      }
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
      journal.close();
    },
  };
}
