import { randomBytes } from 'node:crypto';
import { lidOf } from './phone-number.ts';
import type { RefusalReason } from './phonebook.ts';

/** What WhatsApp tells a linked device, in whatever dialect its connection speaks. */
export type DeviceEvent =
  | { kind: 'ack'; messageId: string; to: string; ack: 1 | 2 | 3 }
  | { kind: 'refused'; messageId: string; to: string; reason: RefusalReason }
  | { kind: 'incoming'; messageId: string; from: string; body: string; at: string }
  | { kind: 'logged-out' }
  | { kind: 'banned' }
  | { kind: 'restricted'; restricted: boolean }
  | { kind: 'conflict' };

/** An open connection of a device. */
export interface DeviceLink {
  tell(event: DeviceEvent): void;
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
  /** What happened while it was away, oldest first. */
  away: DeviceEvent[];
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
        away: [],
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
