import { z } from 'zod';

/**
 * The browserless dialect, over a WebSocket at `/engine`. Each WebSocket message is one JSON array of frames, so that
 * thousands of messages a second need few packets. `q` pairs an answer with its question; ids are WhatsApp message
 * ids; numbers are E.164; times are milliseconds (durations) or ISO strings (instants).
 *
 * Life: connect → `link` (QRs come until one is scanned, then `linked` with a token) or `resume` with a token
 * (`welcome`, or `revoked` when the phone has unlinked it) → `send`, `find`, `exists` → `logout`.
 * The server answers `send` only through `ack` (1 and up) or `refused`; a lost answer is silence.
 */
export const clientFrame = z.discriminatedUnion('t', [
  z.object({ t: z.literal('link') }),
  z.object({ t: z.literal('refresh') }),
  z.object({ t: z.literal('resume'), token: z.string().min(1) }),
  z.object({ t: z.literal('pair'), q: z.number().int(), phone: z.string() }),
  z.object({
    t: z.literal('send'),
    id: z.string().regex(/^[0-9A-F]{8,64}$/),
    to: z.string(),
    body: z.string().max(65_536),
    media: z
      .object({
        mimeType: z.string(),
        fileName: z.string().optional(),
        size: z.number().int(),
        sha256: z.string(),
      })
      .optional(),
  }),
  z.object({ t: z.literal('find'), q: z.number().int(), id: z.string() }),
  z.object({ t: z.literal('exists'), q: z.number().int(), phone: z.string() }),
  /** Every event up to and with this number was taken; the rest is told again after a reconnect. */
  z.object({ t: z.literal('got'), n: z.number().int() }),
  z.object({ t: z.literal('logout'), q: z.number().int() }),
]);
export const clientFrames = z.array(clientFrame);
export type ClientFrame = z.infer<typeof clientFrame>;

export type ServerFrame =
  | { t: 'qr'; qr: string; expiresInMs: number }
  /** No more QRs until `refresh`. */
  | { t: 'qr-exhausted' }
  | { t: 'passkey-required' }
  | { t: 'linked'; token: string; number: string }
  | { t: 'welcome'; number: string }
  | { t: 'revoked' }
  | { t: 'code'; q: number; code: string; expiresInMs: number }
  | { t: 'code-refused'; q: number }
  | { t: 'ack'; id: string; ack: 1 | 2 | 3 }
  | { t: 'refused'; id: string; reason: string }
  | { t: 'found'; q: number; ack: number | null }
  | { t: 'exists'; q: number; exists: boolean }
  | { t: 'incoming'; id: string; from: string; body: string; at: string }
  /** Ends a packet with events: the number of the last one, to be confirmed by `got`. */
  | { t: 'upto'; n: number }
  | { t: 'restricted'; restricted: boolean }
  | { t: 'banned' }
  | { t: 'conflict' }
  | { t: 'logged-out' }
  | { t: 'done'; q: number }
  /** The frame was not understood; the connection is closed after it. */
  | { t: 'error'; message: string };
