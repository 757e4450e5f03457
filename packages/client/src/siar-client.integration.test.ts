import { startTestSiar, type TestSiar } from '@siar/server/testing';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { createSiarClient, type SiarClient, type SiarClientOptions, siarErrorOf } from './index.ts';

let siar: TestSiar;
const person = { email: 'klinik@example.com', password: 'sehat-selalu-bersama' };

beforeAll(async () => {
  siar = await startTestSiar({ postgresUrl: inject('postgresUrl') });
  await client().api.auth.register.mutate({ ...person, name: 'Klinik Sehat' });
});
afterAll(() => siar.close());

function client(options: Partial<SiarClientOptions> = {}): SiarClient {
  const made = createSiarClient({ url: siar.url, WebSocket, ...options });
  onTestFinishedIfRunning(() => made.close());
  return made;
}

/** `beforeAll` has no test to finish. */
function onTestFinishedIfRunning(clean: () => Promise<void>): void {
  try {
    onTestFinished(clean);
  } catch {
    // Its client opened no socket.
  }
}

async function logIn(): Promise<string> {
  return (await client().api.auth.login.mutate(person)).token;
}

const refusalOf = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error: unknown) => siarErrorOf(error),
  );

describe('the typed client', () => {
  it('logs in and acts with the token', async () => {
    const { api } = client({ token: await logIn() });
    expect(await api.auth.me.query()).toMatchObject({ email: person.email, role: 'USER' });
    const made = await api.lists.create.mutate({ name: 'Pasien' });
    expect((await api.lists.list.query({})).items).toContainEqual(expect.objectContaining({ id: made.id }));
  });

  it('tells a refusal by code, details and a sentence in the language asked for', async () => {
    expect(await refusalOf(client().api.auth.me.query())).toMatchObject({
      code: 'unauthenticated',
      details: {},
      message: expect.stringContaining('Anda belum masuk') as string,
    });
    const english = client({ locale: 'en', token: await logIn() });
    expect(await refusalOf(english.api.lists.create.mutate({ name: '' }))).toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('not as it should be') as string,
    });
  });

  it('says null when it was not the server who refused', async () => {
    const nobody = createSiarClient({ url: 'http://127.0.0.1:1', WebSocket });
    expect(await refusalOf(nobody.api.auth.me.query())).toBeNull();
    expect(siarErrorOf(new Error('other'))).toBeNull();
  });

  it('answers many calls of one tick, each with its own result', async () => {
    const { api } = client({ token: await logIn() });
    const answers = await Promise.all([
      api.auth.me.query(),
      refusalOf(api.contacts.get.query({ id: '019a0000-0000-7000-8000-000000000000' })),
      api.lists.list.query({}),
    ]);
    expect(answers[0].email).toBe(person.email);
    expect(answers[1]).toMatchObject({ code: 'not_found' });
    expect(answers[2].items).toBeInstanceOf(Array);
  });
});

describe('subscriptions over the WebSocket', () => {
  /** Subscribes to the activity feed and collects what comes. */
  function follow(made: SiarClient) {
    const heard: string[] = [];
    const errors: unknown[] = [];
    const started = new Promise<void>((resolve, reject) => {
      made.api.activity.onEvent.subscribe(undefined, {
        onStarted: () => resolve(),
        onData: (event) => heard.push(event.kind),
        onError: (error) => {
          errors.push(error);
          reject(error);
        },
      });
    });
    started.catch(() => undefined);
    return { heard, errors, started };
  }

  const announce = (userId: string, kind: string) =>
    siar.composition.events.publish({
      type: 'activity',
      userId,
      kind,
      at: new Date().toISOString(),
      details: {},
    });

  it('hear what is theirs and nothing of another tenant', async () => {
    const made = client({ token: await logIn() });
    const { id } = await made.api.auth.me.query();
    const { heard, started } = follow(made);
    await started;
    // The server subscribes to its bus after it has said `started`, so a first event may come too early.
    await expect
      .poll(() => {
        announce('019a0000-0000-7000-8000-000000000000', 'foreign');
        announce(id, 'mine');
        return heard;
      })
      .toContain('mine');
    expect(heard).not.toContain('foreign');
  });

  it('are refused to a stranger', async () => {
    const { started } = follow(client());
    expect(await refusalOf(started)).toMatchObject({ code: 'unauthenticated' });
  });

  it('end with the login, at once, and leave other logins alone', async () => {
    let ended = 0;
    const going = client({ token: await logIn(), onLoginEnded: () => (ended += 1) });
    const staying = client({ token: await logIn(), onLoginEnded: () => (ended += 100) });
    const [first, second] = [follow(going), follow(staying)];
    await Promise.all([first.started, second.started]);
    await going.api.auth.logout.mutate();
    await expect.poll(() => ended).toBe(1);
    // It came back by itself with the dead token and was told why it may not.
    await expect.poll(() => siarErrorOf(first.errors[0])?.code).toBe('unauthenticated');
    const { id } = await staying.api.auth.me.query();
    await expect
      .poll(() => {
        announce(id, 'still-here');
        return second.heard;
      })
      .toContain('still-here');
    expect(ended).toBe(1);
  });

  it('end when an admin deactivates the account', async () => {
    const leaver = { email: 'pergi@example.com', password: 'kata-sandi-panjang' };
    const { user } = await client().api.auth.register.mutate({ ...leaver, name: 'Pergi' });
    let ended = 0;
    const { token } = await client().api.auth.login.mutate(leaver);
    const made = client({ token, onLoginEnded: () => (ended += 1) });
    await follow(made).started;
    await siar.composition.services.users.deactivate({ id: user.id, actorId: user.id, address: '::1' });
    await expect.poll(() => ended).toBe(1);
  });

  it('come back by themselves after the line was cut', async () => {
    const made = client({ token: await logIn() });
    const { id } = await made.api.auth.me.query();
    const states: string[] = [];
    made.onConnection((state) => states.push(state));
    const { heard, started } = follow(made);
    await started;
    siar.cutSockets();
    await expect
      .poll(() => states.filter((state) => state === 'connected').length, { timeout: 5_000 })
      .toBe(2);
    await expect
      .poll(() => {
        announce(id, 'again');
        return heard;
      })
      .toContain('again');
  });

  it('leave no socket open after close', async () => {
    const made = client({ token: await logIn() });
    await follow(made).started;
    await made.close();
    await expect
      .poll(() => siar.composition.metrics.openSockets.get().then(({ values }) => values[0]?.value))
      .toBe(0);
  });
});

describe('the WebSocket upgrade', () => {
  const outcomeOf = (headers: Record<string, string>, path = '/trpc') =>
    new Promise<number>((resolve) => {
      const socket = new WebSocket(`${siar.url.replace('http', 'ws')}${path}`, { headers });
      socket.on('error', () => undefined);
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      socket.on('open', () => {
        resolve(101);
        socket.close();
      });
    });

  it('is refused to foreign pages and open to our own and to programs', async () => {
    const cookie = `siar_login=${await logIn()}`;
    expect(await outcomeOf({ cookie, origin: siar.url })).toBe(101);
    expect(await outcomeOf({ cookie, origin: 'https://evil.example' })).toBe(403);
    expect(await outcomeOf({ origin: 'https://evil.example' })).toBe(403);
    expect(await outcomeOf({ cookie })).toBe(403);
    expect(await outcomeOf({})).toBe(101);
    expect(await outcomeOf({ authorization: 'Bearer x', origin: 'https://evil.example' })).toBe(101);
  });

  it('exists at one address only', async () => {
    expect(await outcomeOf({}, '/elsewhere')).toBe(404);
  });
});
