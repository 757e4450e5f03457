import type { EventBus, EventOf } from '../../platform/events/index.ts';

export type ActivityEvent = Omit<EventOf<'activity'>, 'type' | 'userId'>;

export interface ActivityService {
  /** What happens to this tenant from now on. Nothing is kept: what was missed stands in its own rows. */
  follow(input: { userId: string; signal: AbortSignal | null }): AsyncGenerator<ActivityEvent>;
}

/** A reader slower than this loses the oldest: the feed is for eyes. */
const MAX_WAITING = 200;

export function createActivityService({ events }: { events: Pick<EventBus, 'subscribe'> }): ActivityService {
  return {
    async *follow({ userId, signal }) {
      const waiting: ActivityEvent[] = [];
      let wake = (): void => undefined;
      const unsubscribe = await events.subscribe(['activity'], (event) => {
        if (event.userId !== userId) return;
        waiting.push({ kind: event.kind, at: event.at, details: event.details });
        if (waiting.length > MAX_WAITING) waiting.shift();
        wake();
      });
      const stop = (): void => wake();
      signal?.addEventListener('abort', stop);
      try {
        while (signal?.aborted !== true) {
          const next = waiting.shift();
          if (next !== undefined) yield next;
          else await new Promise<void>((resolve) => (wake = resolve));
        }
      } finally {
        signal?.removeEventListener('abort', stop);
        unsubscribe();
      }
    },
  };
}
