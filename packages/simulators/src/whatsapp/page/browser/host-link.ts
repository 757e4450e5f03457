import { report, sleep } from './config.ts';
import type { HostFrame, PageFrame } from '../page-protocol.ts';

type AnswerFrame = Extract<HostFrame, { t: 'answer' }>;
type ToldFrame = Exclude<HostFrame, AnswerFrame>;
type Question = Extract<PageFrame, { q: number }>;
/** Takes `q` off each member of the union. */
type WithoutNumber<Frame> = Frame extends { q: number } ? Omit<Frame, 'q'> : never;

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 2_000;

/** The page's WebSocket: mends itself until it is ended, handles frames one after another. */
export interface HostLink {
  open(): void;
  say(frame: PageFrame): boolean;
  ask(question: WithoutNumber<Question>): Promise<AnswerFrame>;
  /** Cuts the line; it mends itself. */
  cut(): void;
  end(): void;
}

export function createHostLink({
  onOpen,
  onClose,
  onFrame,
}: {
  onOpen: () => void;
  onClose: () => void;
  onFrame: (frame: ToldFrame) => Promise<void> | void;
}): HostLink {
  let socket: WebSocket | null = null;
  let retryMs = FIRST_RETRY_MS;
  let ended = false;
  let lastQuestion = 0;
  let handled = Promise.resolve();
  const questions = new Map<
    number,
    { resolve: (answer: AnswerFrame) => void; reject: (error: Error) => void }
  >();

  function open(): void {
    socket = new WebSocket(`wss://${location.host}/ws/chat`);
    socket.onopen = () => {
      retryMs = FIRST_RETRY_MS;
      onOpen();
    };
    socket.onmessage = ({ data }) => receive(JSON.parse(String(data)) as HostFrame);
    socket.onclose = () => {
      for (const { reject } of questions.values()) reject(new Error('the connection closed'));
      questions.clear();
      if (ended) return;
      onClose();
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
      void sleep(retryMs).then(() => {
        if (!ended) open();
      });
    };
  }

  function receive(frame: HostFrame): void {
    if (frame.t === 'answer') {
      const question = questions.get(frame.q);
      questions.delete(frame.q);
      if (frame.error === undefined) question?.resolve(frame);
      else question?.reject(new Error(frame.error));
      return;
    }
    handled = handled
      .then(() => onFrame(frame))
      .catch((error: unknown) => report(`a frame failed: ${frame.t}`, error));
  }

  function say(frame: PageFrame): boolean {
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(frame));
    return true;
  }

  return {
    open,
    say,
    ask: (question) =>
      new Promise((resolve, reject) => {
        const q = ++lastQuestion;
        questions.set(q, { resolve, reject });
        if (say({ ...question, q })) return;
        questions.delete(q);
        reject(new Error('the page is not connected'));
      }),
    cut: () => socket?.close(),
    end() {
      ended = true;
      socket?.close();
    },
  };
}
