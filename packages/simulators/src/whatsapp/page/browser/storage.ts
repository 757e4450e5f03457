/** IndexedDB, where the real page keeps its session too: what a profile must hold for a restart without a QR. */

export interface StoredSession {
  token: string;
  wid: string;
  lid: string;
  pushName: string;
}

export interface StoredMessage {
  key: string;
  chat: string;
  at: number;
  fromMe: boolean;
  ack: number;
  data: Record<string, unknown>;
}

export interface StoredChat {
  key: string;
  at: number;
  unreadCount: number;
}

type Store = 'session' | 'messages' | 'chats';

let opened: Promise<IDBDatabase> | null = null;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('model-storage', 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('session');
      request.result.createObjectStore('chats', { keyPath: 'key' });
      request.result.createObjectStore('messages', { keyPath: 'key' }).createIndex('chat', 'chat');
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(asError(request.error));
  });
  return opened;
}

/** Message commits are relaxed, as the page's own are; the session itself is flushed to disk. */
async function transact<Result>(
  store: Store,
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const db = await database();
  return new Promise((resolve, reject) => {
    const durability = store === 'session' ? 'strict' : 'relaxed';
    const transaction = db.transaction(store, mode, { durability });
    const request = act(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(asError(transaction.error));
    transaction.onabort = () => reject(asError(transaction.error));
  });
}

const asError = (error: DOMException | null): Error => error ?? new Error('IndexedDB failed without a word');

export const loadSession = (): Promise<StoredSession | undefined> =>
  transact('session', 'readonly', (store) => store.get('me') as IDBRequest<StoredSession | undefined>);

export const saveSession = (session: StoredSession): Promise<unknown> =>
  transact('session', 'readwrite', (store) => store.put(session, 'me'));

export const loadMessage = (key: string): Promise<StoredMessage | undefined> =>
  transact('messages', 'readonly', (store) => store.get(key) as IDBRequest<StoredMessage | undefined>);

export const loadMessages = (): Promise<StoredMessage[]> =>
  transact('messages', 'readonly', (store) => store.getAll() as IDBRequest<StoredMessage[]>);

export const loadMessagesOf = (chat: string): Promise<StoredMessage[]> =>
  transact(
    'messages',
    'readonly',
    (store) => store.index('chat').getAll(chat) as IDBRequest<StoredMessage[]>,
  );

export const saveMessage = (message: StoredMessage): Promise<unknown> =>
  transact('messages', 'readwrite', (store) => store.put(message));

export const loadChats = (): Promise<StoredChat[]> =>
  transact('chats', 'readonly', (store) => store.getAll() as IDBRequest<StoredChat[]>);

export const saveChat = (chat: StoredChat): Promise<unknown> =>
  transact('chats', 'readwrite', (store) => store.put(chat));

export async function forgetEverything(): Promise<void> {
  for (const store of ['session', 'messages', 'chats'] as const) {
    await transact(store, 'readwrite', (one) => one.clear());
  }
  localStorage.clear();
}
