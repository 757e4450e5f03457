import { createSiarClient, type SiarClient } from '@siar/client';
import { WebSocket } from 'ws';

type Api = SiarClient['api'];

export type Blast = Awaited<ReturnType<Api['blasts']['get']['query']>>;
export type ImportRun = Awaited<ReturnType<Api['contacts']['imports']['get']['query']>>;
export type Message = Awaited<ReturnType<Api['blasts']['messages']['query']>>['items'][number];
export type NewBlast = Parameters<Api['blasts']['create']['mutate']>[0];

export type SiarApi = Awaited<ReturnType<typeof logIn>>;

/** Logs in and gives the calls of the main job: the public API through the client that outside developers use. */
export async function logIn({ url, email, password }: { url: string; email: string; password: string }) {
  const stranger = createSiarClient({ url, WebSocket, locale: 'en' });
  const { token } = await stranger.api.auth.login.mutate({ email, password });
  const client = createSiarClient({ url, token, WebSocket, locale: 'en' });
  const { api } = client;
  return {
    createList: (name: string) => api.lists.create.mutate({ name }),
    importFile: (input: { file: Buffer; fileName: string; listId: string }) =>
      upload({ url, token, ...input }),
    importRun: (id: string) => api.contacts.imports.get.query({ id }),
    whatsapp: () => api.whatsapp.status.query(),
    connect: () => api.whatsapp.connect.mutate({}),
    unlink: () => api.whatsapp.logout.mutate(),
    createBlast: (input: NewBlast) => api.blasts.create.mutate(input),
    blast: (id: string) => api.blasts.get.query({ id }),
    messages: async (id: string): Promise<Message[]> => {
      const found: Message[] = [];
      for (let cursor: string | undefined = ''; cursor !== undefined;) {
        const page = await api.blasts.messages.query({
          id,
          limit: 200,
          ...(cursor === '' ? {} : { cursor }),
        });
        found.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      }
      return found;
    },
    close: () => client.close(),
  };
}

/** Files travel as multipart, which is no procedure. */
async function upload(input: {
  url: string;
  token: string;
  file: Buffer;
  fileName: string;
  listId: string;
}): Promise<{ importId: string }> {
  const form = new FormData();
  form.set('listId', input.listId);
  form.set('file', new Blob([Uint8Array.from(input.file)], { type: 'text/csv' }), input.fileName);
  const answer = await fetch(`${input.url}/api/v1/contacts/imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${input.token}` },
    body: form,
  });
  if (!answer.ok)
    throw new Error(`the upload answered ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
  return (await answer.json()) as { importId: string };
}
