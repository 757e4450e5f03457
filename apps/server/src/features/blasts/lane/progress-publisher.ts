import type { Clock } from '../../../platform/clock.ts';
import type { EventBus } from '../../../platform/events/index.ts';
import type { TouchedBlast } from './commit-statement.ts';

/** At most four a second and blast leave this process. */
const COALESCE_MS = 250;

/** Tells the other processes which blasts a commit touched: ids and revisions, never one event per message. */
export interface ProgressPublisher {
  committed(blasts: readonly TouchedBlast[]): void;
  /** Tells what waits at once, and stops. */
  close(): void;
}

export function createProgressPublisher({
  events,
  clock,
}: {
  events: Pick<EventBus, 'publish'>;
  clock: Clock;
}): ProgressPublisher {
  const waiting = new Map<string, TouchedBlast>();
  let timer: NodeJS.Timeout | undefined;

  function tell(): void {
    timer = undefined;
    for (const { id: blastId, userId, rev } of waiting.values()) {
      events.publish({ type: 'blast.progress', userId, blastId, rev });
    }
    waiting.clear();
  }

  return {
    committed(blasts) {
      for (const blast of blasts) {
        waiting.set(blast.id, blast);
        if (!blast.isCompletedNow) continue;
        const { id: blastId, userId } = blast;
        const at = clock.now().toISOString();
        events.publish({ type: 'activity', userId, kind: 'blast.completed', at, details: { blastId } });
      }
      timer ??= setTimeout(tell, COALESCE_MS);
    },
    close() {
      clearTimeout(timer);
      tell();
    },
  };
}
