import { z } from 'zod';

/** The part of the public REST contract that the main job needs (contract: /api/v1). */
const whatsapp = z.object({
  status: z.string(),
  qr: z.string().nullable(),
  reason: z.string().nullable().optional(),
});
const counts = z.object({
  pending: z.number(),
  sending: z.number(),
  sent: z.number(),
  delivered: z.number(),
  read: z.number(),
  failed: z.number(),
  unknown: z.number(),
  skipped: z.number(),
  canceled: z.number(),
});
const blast = z.object({
  id: z.string(),
  status: z.string(),
  pauseReason: z.string().nullable().optional(),
  totalRecipients: z.number(),
  counts,
});
const importRun = z.object({
  status: z.string(),
  total: z.number(),
  imported: z.number(),
  duplicates: z.number(),
  invalid: z.number(),
});
const message = z.object({ id: z.string(), phoneNumber: z.string(), status: z.string() });
const page = z.object({ items: z.array(message), nextCursor: z.string().nullable() });

export type WhatsAppState = z.infer<typeof whatsapp>;
export type Counts = z.infer<typeof counts>;
export type Blast = z.infer<typeof blast>;
export type ImportRun = z.infer<typeof importRun>;
export type Message = z.infer<typeof message>;

export type NewBlast = {
  name: string;
  message: string;
  audience: { listIds: string[] };
  pacing: { minDelayMs: number; maxDelayMs: number };
  launch: boolean;
};

export type SiarApi = Awaited<ReturnType<typeof logIn>>;

/** Logs in and gives the calls of the main job, each bearing the token. */
export async function logIn({ url, email, password }: { url: string; email: string; password: string }) {
  const { token } = z
    .object({ token: z.string() })
    .parse(await request({ url: `${url}/api/v1/auth/login`, body: { email, password } }));
  const call = (path: string, body?: unknown, headers: Record<string, string> = {}): Promise<unknown> =>
    request({ url: `${url}/api/v1${path}`, body, headers: { ...headers, authorization: `Bearer ${token}` } });

  return {
    createList: async (name: string) => z.object({ id: z.string() }).parse(await call('/lists', { name })),
    importFile: async ({ file, fileName, listId }: { file: Buffer; fileName: string; listId: string }) => {
      const form = new FormData();
      form.set('listId', listId);
      form.set('file', new Blob([Uint8Array.from(file)], { type: 'text/csv' }), fileName);
      return z.object({ importId: z.string() }).parse(await call('/contacts/imports', form));
    },
    importRun: async (id: string) => importRun.parse(await call(`/contacts/imports/${id}`)),
    whatsapp: async () => whatsapp.parse(await call('/whatsapp')),
    connect: async () => whatsapp.parse(await call('/whatsapp/connect', {})),
    createBlast: async (input: NewBlast, idempotencyKey: string) =>
      blast.parse(await call('/blasts', input, { 'idempotency-key': idempotencyKey })),
    blast: async (id: string) => blast.parse(await call(`/blasts/${id}`)),
    messages: async (id: string): Promise<Message[]> => {
      const found: Message[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const next = page.parse(
          await call(`/blasts/${id}/messages?limit=200${cursor && `&cursor=${cursor}`}`),
        );
        found.push(...next.items);
        cursor = next.nextCursor;
      }
      return found;
    },
  };
}

async function request({
  url,
  body,
  headers = {},
}: {
  url: string;
  body: unknown;
  headers?: Record<string, string>;
}): Promise<unknown> {
  const isForm = body instanceof FormData;
  const answer = await fetch(url, {
    headers: isForm ? headers : { ...headers, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: isForm ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok)
    throw new Error(`${new URL(url).pathname} answered ${answer.status}: ${text.slice(0, 500)}`);
  return text === '' ? undefined : JSON.parse(text);
}
