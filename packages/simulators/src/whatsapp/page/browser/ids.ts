import { config } from './config.ts';

const SERVERS = new Set(['c.us', 'lid', 'g.us', 'broadcast', 'newsletter', 's.whatsapp.net', 'bot']);

/** A WhatsApp address. */
export class Wid {
  readonly user: string;
  readonly server: string;
  readonly _serialized: string;

  constructor(text: string) {
    const [user = '', server = ''] = text.split('@');
    this.user = user;
    this.server = server === 's.whatsapp.net' ? 'c.us' : server;
    this._serialized = `${this.user}@${this.server}`;
  }
  toString(): string {
    return this._serialized;
  }
  toJid(): string {
    return this._serialized.replace('@c.us', '@s.whatsapp.net');
  }
  isUser(): boolean {
    return this.server === 'c.us' || this.server === 'lid';
  }
  isLid(): boolean {
    return this.server === 'lid';
  }
  isGroup(): boolean {
    return this.server === 'g.us';
  }
  isStatus(): boolean {
    return this._serialized === 'status@broadcast';
  }
  isBroadcast(): boolean {
    return this.server === 'broadcast';
  }
  isNewsletter(): boolean {
    return this.server === 'newsletter';
  }
  equals(other: { _serialized?: string } | null | undefined): boolean {
    return this._serialized === other?._serialized;
  }
}

/** Refuses what the real page refuses, a leading `+` among it. */
export function createWid(value: string | { _serialized: string } | null | undefined): Wid {
  if (value === null || value === undefined) throw new Error('wid error: invalid wid');
  if (value instanceof Wid) return value;
  const text = typeof value === 'string' ? value : value._serialized;
  const [user = '', server = ''] = text.split('@');
  if (!/^[\w.-]+$/.test(user) || !SERVERS.has(server)) throw new Error('wid error: invalid wid');
  return new Wid(text);
}

interface MsgKeyParts {
  id: string;
  from?: Wid | undefined;
  to?: Wid | undefined;
  remote?: Wid | undefined;
  participant?: Wid | undefined;
  selfDir?: string;
  fromMe?: boolean;
}

/** The key of a message. Since July 2026 its serialized form goes by a minified name (drift `msgKey`). */
export class MsgKey {
  static default = MsgKey;
  readonly fromMe: boolean;
  readonly remote: Wid;
  readonly id: string;
  readonly participant?: Wid;

  constructor({ from, to, id, participant, selfDir, fromMe, remote }: MsgKeyParts) {
    this.fromMe = fromMe ?? selfDir === 'out';
    this.remote = createWid(remote ?? (this.fromMe ? to : from));
    this.id = id;
    if (participant) this.participant = participant;
    const text = [String(this.fromMe), this.remote, id, ...(participant ? [participant] : [])].join('_');
    Object.assign(this, { [serializedName]: text });
  }
  toString(): string {
    return String(Reflect.get(this, serializedName));
  }
  equals(other: unknown): boolean {
    return String(this) === String(other);
  }
  static fromString(text: string): MsgKey {
    const [fromMe, remote = '', id = '', participant] = text.split('_');
    return new MsgKey({
      fromMe: fromMe === 'true',
      remote: createWid(remote),
      id,
      participant: participant === undefined ? undefined : createWid(participant),
    });
  }
  /** Asynchronous on the real page too. */
  static newId(): Promise<string> {
    const bytes = crypto.getRandomValues(new Uint8Array(9));
    return Promise.resolve(
      `3EB0${[...bytes]
        .map((byte) => byte.toString(16).padStart(2, '0'))
        .join('')
        .toUpperCase()}`,
    );
  }
}

const serializedName = config.drift.msgKey ? '$1' : '_serialized';
