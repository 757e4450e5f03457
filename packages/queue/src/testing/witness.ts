/** Remembers what happened and lets a test wait for it: an event, never a sleep. */
export interface Witness<Event> {
  readonly events: readonly Event[];
  see(event: Event): void;
  /** The first event (also a past one) that fits; rejects after `ms` (10 s) with everything that was seen. */
  until(fits: (event: Event) => boolean, ms?: number): Promise<Event>;
  /** Resolves when `count` events fit. */
  untilCount(count: number, fits: (event: Event) => boolean, ms?: number): Promise<Event[]>;
}

export function createWitness<Event>(): Witness<Event> {
  const events: Event[] = [];
  const waiting = new Set<() => void>();
  const untilCount: Witness<Event>['untilCount'] = (count, fits, ms = 10_000) =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const fitting = events.filter(fits);
        if (fitting.length < count) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve(fitting);
      };
      const timer = setTimeout(() => {
        waiting.delete(look);
        reject(new Error(`Waited ${ms} ms for ${fits.toString()}; seen: ${JSON.stringify(events)}`));
      }, ms);
      waiting.add(look);
      look();
    });
  return {
    events,
    see(event) {
      events.push(event);
      for (const look of [...waiting]) look();
    },
    untilCount,
    async until(fits, ms) {
      const [first] = await untilCount(1, fits, ms);
      if (first === undefined) throw new Error('unreachable: at least one event fits');
      return first;
    },
  };
}
