import { z } from 'zod';

/**
 * What the simulator says (its side of the browserless dialect, `ws://…/engine`): arrays of frames per packet.
 * Written down here too, as production code never imports the simulators; the contract suite holds both together.
 */
const serverFrame = z.discriminatedUnion('t', [
  z.object({ t: z.literal('qr'), qr: z.string(), expiresInMs: z.number() }),
  z.object({ t: z.literal('qr-exhausted') }),
  z.object({ t: z.literal('passkey-required') }),
  z.object({ t: z.literal('linked'), token: z.string(), number: z.string() }),
  z.object({ t: z.literal('welcome'), number: z.string() }),
  z.object({ t: z.literal('revoked') }),
  z.object({ t: z.literal('code'), q: z.number(), code: z.string(), expiresInMs: z.number() }),
  z.object({ t: z.literal('code-refused'), q: z.number() }),
  z.object({ t: z.literal('ack'), id: z.string(), ack: z.union([z.literal(1), z.literal(2), z.literal(3)]) }),
  z.object({
    t: z.literal('refused'),
    id: z.string(),
    reason: z
      .enum(['refused', 'not_registered', 'restricted', 'rate_limited', 'banned', 'invalid_recipient'])
      .catch('refused'),
  }),
  z.object({
    t: z.literal('found'),
    q: z.number(),
    ack: z.union([z.literal(1), z.literal(2), z.literal(3), z.null()]),
  }),
  z.object({ t: z.literal('exists'), q: z.number(), exists: z.boolean() }),
  z.object({
    t: z.literal('incoming'),
    id: z.string(),
    from: z.string(),
    body: z.string(),
    at: z.coerce.date(),
  }),
  z.object({ t: z.literal('upto'), n: z.number() }),
  z.object({ t: z.literal('restricted'), restricted: z.boolean() }),
  z.object({ t: z.literal('banned') }),
  z.object({ t: z.literal('conflict') }),
  z.object({ t: z.literal('logged-out') }),
  z.object({ t: z.literal('done'), q: z.number() }),
  z.object({ t: z.literal('error'), message: z.string() }),
]);
export const serverFrames = z.array(serverFrame);
export type ServerFrame = z.infer<typeof serverFrame>;

/** Frames that answer a question carry its number. */
export type AnswerFrame = Extract<ServerFrame, { q: number }>;

export type ClientFrame =
  | { t: 'link' }
  | { t: 'resume'; token: string }
  | { t: 'pair'; q: number; phone: string }
  | { t: 'send'; id: string; to: string; body: string; media?: SentMedia }
  | { t: 'find'; q: number; id: string }
  | { t: 'exists'; q: number; phone: string }
  | { t: 'got'; n: number }
  | { t: 'logout'; q: number };

export interface SentMedia {
  mimeType: string;
  fileName?: string;
  size: number;
  sha256: string;
}
