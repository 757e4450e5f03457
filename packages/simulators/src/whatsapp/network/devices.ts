import { randomBytes } from 'node:crypto';
import { lidOf } from './phone-number.ts';
import type { RefusalReason } from './phonebook.ts';

/** What WhatsApp tells a linked device until it confirms, in whatever dialect its connection speaks. */
export type DeviceEvent =
  | { kind: 'ack'; messageId: string; to: string; ack: 1 | 2 | 3 }
  | { kind: 'refused'; messageId: string; to: string; reason: RefusalReason }
  | { kind: 'incoming'; messageId: string; from: string; body: string; at: string };

/** What is said once, to whoever is connected. */
export type DeviceNotice =
  | { kind: 'logged-out' }
  | { kind: 'banned' }
  | { kind: 'restricted'; restricted: boolean }
  | { kind: 'conflict' };

/** An open connection of a device. */
export interface DeviceLink {
  /** `seq` numbers the events of a device; the connection confirms up to which it has taken them. */
  tell(event: DeviceEvent, seq: number): void;
  notify(notice: DeviceNotice): void;
  /** Cuts the line without a goodbye. */
  drop(): void;
}

/** A linked device: what the phone lists under "linked devices". */
export interface Device {
  token: string;
  /** Digits. */
  number: string;
  lid: string;
  pushName: string;
  link: DeviceLink | null;
  /** What it has not confirmed, oldest first; told again when it comes back. */
  unconfirmed: DeviceEvent[];
  /** How many events were confirmed; the first unconfirmed one has this number. */
  confirmed: number;
}

export interface Devices {
  create(number: string, token?: string): Device;
  byToken(token: string): Device | undefined;
  of(number: string): Device[];
  all(): Device[];
  remove(device: Device): void;
  clear(): void;
}

export function createDevices(): Devices {
  const devices = new Map<string, Device>();
  return {
    create(number, token = randomBytes(16).toString('hex')) {
      const device: Device = {
        token,
        number,
        lid: lidOf(number),
        pushName: `Siar ${number.slice(-4)}`,
        link: null,
        unconfirmed: [],
        confirmed: 0,
      };
      devices.set(token, device);
      return device;
    },
    byToken: (token) => devices.get(token),
    of: (number) => [...devices.values()].filter((device) => device.number === number),
    all: () => [...devices.values()],
    remove: (device) => void devices.delete(device.token),
    clear: () => devices.clear(),
  };
}
