import { z } from 'zod';
import { type SiarEvent, siarEvent } from './events.ts';

/** PostgreSQL refuses a NOTIFY payload of 8,000 bytes or more; the limit holds on Redis too, so that it is one. */
const MAX_FRAME_BYTES = 7_900;
const ENVELOPE_BYTES = '{"v":1,"events":[],"resync":true}'.length;
export const MAX_EVENT_BYTES = MAX_FRAME_BYTES - ENVELOPE_BYTES;

const frameShape = z.object({
  v: z.literal(1),
  events: z.array(z.unknown()),
  resync: z.boolean().default(false),
});

/** The JSON of one event, or undefined when it is too large to travel. */
export function encodeEvent(event: SiarEvent): string | undefined {
  const text = JSON.stringify(event);
  return Buffer.byteLength(text) > MAX_EVENT_BYTES ? undefined : text;
}

/** Packs encoded events into as few frames as possible, in order. `resync` tells all listeners to read again. */
export function packFrames(events: readonly string[], resync: boolean): string[] {
  const packs: string[][] = [[]];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(event) + 1; // the comma
    if (bytes + size > MAX_EVENT_BYTES + 1) {
      packs.push([]);
      bytes = 0;
    }
    packs.at(-1)?.push(event);
    bytes += size;
  }
  return packs.map(
    (pack, index) => `{"v":1,"events":[${pack.join(',')}]${resync && index === 0 ? ',"resync":true' : ''}}`,
  );
}

interface Unpacked {
  events: SiarEvent[];
  resync: boolean;
  /** How many events, or the whole frame, did not parse: another release, or somebody else's message. */
  malformed: number;
}

export function unpackFrame(text: string): Unpacked {
  const frame = frameShape.safeParse(parseJson(text));
  if (!frame.success) return { events: [], resync: false, malformed: 1 };
  const parsed = frame.data.events.map((event) => siarEvent.safeParse(event));
  const events = parsed.flatMap((event) => (event.success ? [event.data] : []));
  return { events, resync: frame.data.resync, malformed: parsed.length - events.length };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
