import type { WhatsAppEngineEvent } from '../engine.ts';

type EventOf<Type extends WhatsAppEngineEvent['type']> = Extract<WhatsAppEngineEvent, { type: Type }>;

/** Keeps what an engine told and lets a test wait for more. */
export interface EngineRecorder {
  readonly events: WhatsAppEngineEvent[];
  onEvent(event: WhatsAppEngineEvent): void;
  /** The first event of that type that fits, past or to come. */
  first<Type extends WhatsAppEngineEvent['type']>(
    type: Type,
    fits?: (event: EventOf<Type>) => boolean,
  ): Promise<EventOf<Type>>;
  state(status: EventOf<'state'>['status']): Promise<EventOf<'state'>>;
  of<Type extends WhatsAppEngineEvent['type']>(type: Type): EventOf<Type>[];
  /** Forgets the past, so that `first` waits for something new. */
  forget(): void;
}

export function createEngineRecorder({ timeoutMs }: { timeoutMs: number }): EngineRecorder {
  const events: WhatsAppEngineEvent[] = [];
  const waiters = new Set<(event: WhatsAppEngineEvent) => void>();

  function first<Type extends WhatsAppEngineEvent['type']>(
    type: Type,
    fits: (event: EventOf<Type>) => boolean = () => true,
  ): Promise<EventOf<Type>> {
    const isIt = (event: WhatsAppEngineEvent): event is EventOf<Type> =>
      event.type === type && fits(event as EventOf<Type>);
    const past = events.find(isIt);
    if (past) return Promise.resolve(past);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiters.delete(waiter);
        reject(new Error(`No such ${type} within ${timeoutMs} ms; told so far: ${summary(events)}`));
      }, timeoutMs);
      const waiter = (event: WhatsAppEngineEvent): void => {
        if (!isIt(event)) return;
        clearTimeout(timer);
        waiters.delete(waiter);
        resolve(event);
      };
      waiters.add(waiter);
    });
  }

  return {
    events,
    onEvent(event) {
      events.push(event);
      for (const waiter of waiters) waiter(event);
    },
    first,
    state: (status) => first('state', (event) => event.status === status),
    of: (type) => events.filter((event): event is EventOf<typeof type> => event.type === type),
    forget: () => void events.splice(0),
  };
}

const summary = (events: WhatsAppEngineEvent[]): string =>
  events
    .map((event) => {
      if (event.type === 'state') return `${event.status}${event.reason ? `(${event.reason})` : ''}`;
      return event.type === 'ack' ? `ack ${event.ack}` : event.type;
    })
    .join(', ') || 'nothing';
