import { report } from './config.ts';

/** The bits of Backbone that WhatsApp Web's models still show: events, attributes, collections. */

export type Listener = (...args: never[]) => unknown;

export class Emitter {
  readonly #listeners = new Map<string, Listener[]>();

  on(events: string, listener: Listener): this {
    for (const event of events.split(/\s+/)) this.#listeners.set(event, [...this.#of(event), listener]);
    return this;
  }

  off(events: string, listener?: Listener): this {
    for (const event of events.split(/\s+/)) {
      const kept = listener ? this.#of(event).filter((one) => one !== listener) : [];
      this.#listeners.set(event, kept);
    }
    return this;
  }

  once(event: string, listener: Listener): this {
    const wrapper: Listener = (...args) => {
      this.off(event, wrapper);
      listener(...args);
    };
    return this.on(event, wrapper);
  }

  trigger(event: string, ...args: unknown[]): void {
    for (const listener of this.#of(event)) {
      try {
        listener(...(args as never[]));
      } catch (error) {
        report(`a listener of ${event} threw`, error);
      }
    }
  }

  listenerCount(event: string): number {
    return this.#of(event).length;
  }

  #of(event: string): Listener[] {
    return this.#listeners.get(event) ?? [];
  }
}

/** Attributes are own properties, as on the real models; `set` tells who listens here and on the collection. */
export class Model extends Emitter {
  #parent: Emitter | null = null;

  adopt(parent: Emitter): void {
    this.#parent ??= parent;
  }

  set(change: Record<string, unknown>): void {
    for (const [key, value] of Object.entries(change)) {
      const previous: unknown = Reflect.get(this, key);
      if (previous === value) continue;
      Reflect.set(this, key, value);
      this.#tell(`change:${key}`, this, value, previous);
      this.#tell('change', this);
    }
  }

  serialize(): Record<string, unknown> {
    const attributes = Object.entries(this).filter(
      ([, value]) =>
        typeof value !== 'function' && !(value instanceof Collection) && !(value instanceof Blob),
    );
    return Object.fromEntries(attributes);
  }

  unsafe(): this {
    return this;
  }

  #tell(event: string, ...args: unknown[]): void {
    this.trigger(event, ...args);
    this.#parent?.trigger(event, ...args);
  }
}

export class Collection<Member extends Model & { id: unknown }> extends Emitter {
  readonly #members = new Map<string, Member>();

  get length(): number {
    return this.#members.size;
  }

  get(id: unknown): Member | undefined {
    return this.#members.get(String(id));
  }

  add(member: Member, { silent = false } = {}): Member {
    const key = String(member.id);
    const known = this.#members.get(key);
    if (known) return known;
    this.#members.set(key, member);
    member.adopt(this);
    if (!silent) this.trigger('add', member);
    return member;
  }

  remove(member: Member): void {
    if (this.#members.delete(String(member.id))) this.trigger('remove', member);
  }

  getModelsArray(): Member[] {
    return [...this.#members.values()];
  }
}
