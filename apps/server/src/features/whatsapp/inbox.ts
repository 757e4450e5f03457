/** Messages to one reader, in order. */
export interface Inbox<Message> {
  push(message: Message): void;
  next(): Promise<Message>;
}

export function createInbox<Message>(): Inbox<Message> {
  const waiting: Message[] = [];
  let deliver: ((message: Message) => void) | null = null;
  return {
    push(message) {
      if (deliver === null) {
        waiting.push(message);
        return;
      }
      deliver(message);
      deliver = null;
    },
    next() {
      const message = waiting.shift();
      if (message !== undefined) return Promise.resolve(message);
      return new Promise((resolve) => (deliver = resolve));
    },
  };
}
