import { WebSocket } from 'ws';
import type { Logger } from '../../logger.ts';
import { DEFAULT_DEADLINE_MS } from '../engine.ts';
import type { CallLimits } from '../engine.ts';
import { createBackoff } from '../shared/backoff.ts';
import { serverFrames } from './simulator-frames.ts';
import type { AnswerFrame, ClientFrame, ServerFrame } from './simulator-frames.ts';

/** A line to the simulator that mends itself until it is closed. */
export interface SimulatorLine {
  readonly isOpen: boolean;
  open(): void;
  /** False when the line is down; nothing was said then. */
  say(frame: ClientFrame): boolean;
  /** Null when the line is down or breaks, on the deadline, or when the signal fires. */
  ask(question: (q: number) => ClientFrame, limits?: CallLimits): Promise<AnswerFrame | null>;
  close(): void;
}

export interface LineOptions {
  url: string;
  logger: Logger;
  reconnectMs: { min: number; max: number };
  /** The line is up (again). */
  onOpen: () => void;
  /** The line went down, or could not be opened. */
  onDown: () => void;
  /** In order; the next frame waits for the promise. */
  onFrame: (frame: Exclude<ServerFrame, AnswerFrame>) => Promise<void> | void;
}

export function createSimulatorLine(options: LineOptions): SimulatorLine {
  const { url, logger, reconnectMs, onOpen, onDown, onFrame } = options;
  const backoff = createBackoff({ minMs: reconnectMs.min, maxMs: reconnectMs.max });
  const questions = new Map<number, (answer: AnswerFrame | null) => void>();
  let socket: WebSocket | null = null;
  let retry: NodeJS.Timeout | null = null;
  let closed = false;
  let lastQuestion = 0;
  let outbox: ClientFrame[] = [];
  let handled = Promise.resolve();

  const isOpen = (): boolean => socket?.readyState === WebSocket.OPEN;

  function open(): void {
    if (closed) return;
    const fresh = new WebSocket(url, { perMessageDeflate: false, handshakeTimeout: 10_000 });
    socket = fresh;
    fresh.on('open', () => {
      backoff.reset();
      onOpen();
    });
    fresh.on('error', (error) => logger.debug({ err: error }, 'the line to the WhatsApp simulator failed'));
    fresh.on('message', (data: Buffer) => receive(data));
    fresh.on('close', () => {
      outbox = [];
      for (const answer of questions.values()) answer(null);
      questions.clear();
      if (closed) return;
      onDown();
      retry = setTimeout(open, backoff.next());
    });
  }

  function receive(data: Buffer): void {
    const parsed = serverFrames.safeParse(JSON.parse(data.toString()));
    if (!parsed.success) {
      logger.error({ err: parsed.error }, 'the WhatsApp simulator said something unknown');
      return;
    }
    handled = handled
      .then(() => take(parsed.data))
      .catch((error: unknown) => {
        logger.error({ err: error }, 'a frame of the WhatsApp simulator could not be handled');
      });
  }

  async function take(frames: ServerFrame[]): Promise<void> {
    for (const frame of frames) {
      if ('q' in frame) {
        questions.get(frame.q)?.(frame);
        continue;
      }
      const wait = onFrame(frame);
      if (wait) await wait;
    }
  }

  /** One packet for everything said within a turn of the event loop. */
  function say(frame: ClientFrame): boolean {
    if (!isOpen()) return false;
    if (outbox.push(frame) === 1) setImmediate(flush);
    return true;
  }
  function flush(): void {
    const frames = outbox;
    outbox = [];
    if (isOpen() && frames.length > 0) socket?.send(JSON.stringify(frames));
  }

  return {
    get isOpen() {
      return isOpen();
    },
    open,
    say,
    ask(question, { signal, deadlineMs = DEFAULT_DEADLINE_MS } = {}) {
      const q = ++lastQuestion;
      return new Promise((resolve) => {
        const finish = (answer: AnswerFrame | null): void => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', onAbort);
          questions.delete(q);
          resolve(answer);
        };
        const onAbort = (): void => finish(null);
        const timer = setTimeout(() => finish(null), deadlineMs);
        signal?.addEventListener('abort', onAbort);
        questions.set(q, finish);
        if (signal?.aborted || !say(question(q))) finish(null);
      });
    },
    close() {
      closed = true;
      if (retry) clearTimeout(retry);
      for (const answer of questions.values()) answer(null);
      questions.clear();
      flush();
      socket?.close();
    },
  };
}
