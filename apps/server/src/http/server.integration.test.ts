import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startTestSiar, type TestSiar } from './testing/start-test-siar.ts';

let siar: TestSiar;
let token: string;
const tenant = { email: 'kopi@example.com', password: 'kopi-susu-gula-aren' };

beforeAll(async () => {
  siar = await startTestSiar({ postgresUrl: inject('postgresUrl') });
  await post('/auth/register', { ...tenant, name: 'Kopi Senja' });
  token = ((await (await post('/auth/login', tenant)).json()) as { token: string }).token;
});
afterAll(() => siar.close());

const bearer = () => ({ authorization: `Bearer ${token}` });

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${siar.url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

async function refusalOf(response: Promise<Response> | Response) {
  const answer = await response;
  const body = (await answer.json()) as { code: string; message: string; details: Record<string, unknown> };
  expect(Object.keys(body).sort()).toEqual(['code', 'details', 'message']);
  return { status: answer.status, ...body };
}

describe('every refusal of REST', () => {
  it('of an unknown route is 404 with code, message and details', async () => {
    expect(await refusalOf(fetch(`${siar.url}/api/v1/nothing/here`))).toMatchObject({
      status: 404,
      code: 'not_found',
    });
    expect(await refusalOf(fetch(`${siar.url}/api/nothing`))).toMatchObject({
      status: 404,
      code: 'not_found',
    });
    expect(await refusalOf(fetch(`${siar.url}/api/v1/%ff`))).toMatchObject({
      status: 404,
      code: 'not_found',
    });
  });

  it('of broken JSON is malformed_json, of another type unsupported_media_type, of a list invalid_input', async () => {
    expect(await refusalOf(post('/auth/login', '{"email":'))).toMatchObject({
      status: 400,
      code: 'malformed_json',
    });
    const asText = post('/auth/login', 'email=x', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(await refusalOf(asText)).toMatchObject({ status: 415, code: 'unsupported_media_type' });
    expect(await refusalOf(post('/auth/login', [1]))).toMatchObject({ status: 400, code: 'invalid_input' });
  });

  it('of a wrong type names the place and does not echo the value', async () => {
    const refusal = await refusalOf(post('/auth/login', { email: 5, password: 'hunter2-hunter2' }));
    expect(refusal).toMatchObject({ status: 400, code: 'invalid_input' });
    expect(refusal.details['issues']).toEqual([
      expect.objectContaining({ path: 'email', kind: 'invalid_type' }),
    ]);
    expect(JSON.stringify(refusal)).not.toContain('hunter2');
  });

  it('of a body over the limit is payload_too_large and says the limit', async () => {
    const refusal = await refusalOf(post('/auth/login', { email: 'x'.repeat(5_100_000), password: 'x' }));
    expect(refusal).toMatchObject({
      status: 413,
      code: 'payload_too_large',
      details: { limitBytes: 5_000_000 },
    });
  });

  it('speaks Indonesian, and English to who asks for it', async () => {
    const english = { 'accept-language': 'en-GB,en;q=0.9,id;q=0.1' };
    expect((await refusalOf(fetch(`${siar.url}/api/v1/me`))).message).toContain('Anda belum masuk');
    expect((await refusalOf(fetch(`${siar.url}/api/v1/me`, { headers: english }))).message).toContain(
      'not logged in',
    );
  });

  it('of an unknown caller is 401, with or without a token that means nothing', async () => {
    expect(await refusalOf(fetch(`${siar.url}/api/v1/me`))).toMatchObject({
      status: 401,
      code: 'unauthenticated',
    });
    const headers = { authorization: 'Bearer nonsense' };
    expect(await refusalOf(fetch(`${siar.url}/api/v1/me`, { headers }))).toMatchObject({ status: 401 });
  });
});

describe('an Idempotency-Key', () => {
  it('that cannot be kept is refused, not dropped', async () => {
    for (const key of ['x'.repeat(201), 'two words']) {
      const refusal = await refusalOf(post('/lists', { name: 'x' }, { ...bearer(), 'idempotency-key': key }));
      expect(refusal).toMatchObject({ status: 400, code: 'invalid_input' });
    }
  });
});

describe('the login cookie', () => {
  it('is httpOnly and SameSite=Lax, and not Secure behind plain http', async () => {
    const cookie = (await post('/auth/login', tenant)).headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^siar_login=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
  });

  it('authenticates a mutation from our own pages, and from no other', async () => {
    const cookie = `siar_login=${token}`;
    const list = () => ({ name: `Daftar ${Math.random()}` });
    const from = (headers: Record<string, string>) => post('/lists', list(), { cookie, ...headers });
    expect((await from({ origin: siar.url })).status).toBeLessThan(300);
    expect((await from({ origin: 'http://localhost:0' })).status).toBeLessThan(300); // PUBLIC_URL
    expect(await refusalOf(from({ origin: 'https://evil.example' }))).toMatchObject({
      status: 403,
      code: 'origin_not_allowed',
    });
    expect(await refusalOf(from({ origin: 'null' }))).toMatchObject({ code: 'origin_not_allowed' });
    expect(await refusalOf(from({}))).toMatchObject({ code: 'origin_not_allowed' });
    expect((await from({ origin: 'https://evil.example', ...bearer() })).status).toBeLessThan(300);
  });

  it('cannot be planted by a foreign page', async () => {
    const refusal = await refusalOf(post('/auth/login', tenant, { origin: 'https://evil.example' }));
    expect(refusal.code).toBe('origin_not_allowed');
  });
});

describe('tRPC over HTTP', () => {
  it('answers a refusal with the status, our code and the sentence', async () => {
    const response = await fetch(`${siar.url}/trpc/auth.me`);
    const body = (await response.json()) as { error: { message: string; data: Record<string, unknown> } };
    expect(response.status).toBe(401);
    expect(body.error.data).toMatchObject({
      code: 'UNAUTHORIZED',
      siar: { code: 'unauthenticated', details: {} },
    });
    expect(body.error.data).not.toHaveProperty('stack');
  });

  it('refuses a body over the limit', async () => {
    const response = await fetch(`${siar.url}/trpc/lists.create`, {
      method: 'POST',
      headers: { ...bearer(), 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'x'.repeat(5_100_000) }),
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: { data: { siar: { code: 'payload_too_large' } } } });
  });

  it('opens no stream over HTTP, which a logout could not end', async () => {
    const headers = { ...bearer(), accept: 'text/event-stream' };
    const response = await fetch(`${siar.url}/trpc/activity.onEvent`, { headers });
    expect(response.status).toBe(404);
  });

  it('refuses a foreign page in the shape that its client reads', async () => {
    const response = await fetch(`${siar.url}/trpc/lists.create?batch=1`, {
      method: 'POST',
      headers: {
        cookie: `siar_login=${token}`,
        origin: 'https://evil.example',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ 0: { name: 'x' } }),
    });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject([
      { error: { data: { siar: { code: 'origin_not_allowed' } } } },
    ]);
  });
});

describe('another origin', () => {
  const preflight = async (origin: string) => {
    const answer = await fetch(`${siar.url}/api/v1/me`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'GET' },
    });
    return answer.headers.get('access-control-allow-origin');
  };

  it('reads our answers only when it is on the list', async () => {
    expect(await preflight('http://localhost:0')).toBe('http://localhost:0');
    expect(await preflight('https://evil.example')).toBeNull();
    expect(await preflight('null')).toBeNull();
  });
});

describe('the call limit', () => {
  it('tells an address to wait, in the shape of whichever door it used', async () => {
    const small = await startTestSiar({
      postgresUrl: inject('postgresUrl'),
      env: { API_CALLS_PER_MINUTE: '3' },
    });
    try {
      for (let call = 1; call <= 3; call += 1) await fetch(`${small.url}/api/v1/me`);
      const rest = await fetch(`${small.url}/api/v1/me`);
      expect(Number(rest.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await refusalOf(rest)).toMatchObject({ status: 429, code: 'rate_limited' });
      const trpc = await fetch(`${small.url}/trpc/auth.me`);
      expect(trpc.status).toBe(429);
      expect(await trpc.json()).toMatchObject({ error: { data: { siar: { code: 'rate_limited' } } } });
      expect((await fetch(`${small.url}/health/ready`)).status).toBe(200);
    } finally {
      await small.close();
    }
  });
});

describe('what stands around the API', () => {
  it('says that it lives, and that database, queue and migrations are there', async () => {
    expect(await (await fetch(`${siar.url}/health/live`)).json()).toEqual({ status: 'live' });
    const ready = await fetch(`${siar.url}/health/ready`);
    expect(await ready.json()).toEqual({
      status: 'ready',
      checks: { database: 'up', queue: 'up', migrations: 'up' },
    });
  });

  it('counts requests by route, not by address', async () => {
    const nowhere = fetch(`${siar.url}/api/v1/contacts/nonsense`, { headers: bearer() });
    expect(await refusalOf(nowhere)).toMatchObject({ status: 404, code: 'not_found' });
    const text = await (await fetch(`${siar.url}/metrics`)).text();
    expect(text).toContain('route="/api/v1/contacts/{id}"');
    expect(text).toContain('siar_queue_jobs{queue="work",state="waiting"}');
    expect(text).not.toContain('nonsense');
  });

  it('shows the docs without a byte from outside and without inline script', async () => {
    const page = await fetch(`${siar.url}/api/docs`);
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(html).not.toMatch(/https?:\/\//);
    expect(html).not.toMatch(/<script(?![^>]*src=)/);
    for (const [, source = ''] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect((await fetch(`${siar.url}${source}`)).status, source).toBe(200);
    }
  });

  it('logs each request once, with its id and without query, token or number', async () => {
    const response = await fetch(`${siar.url}/api/v1/suppressions/%2B6281234567890?q=rahasia`, {
      headers: bearer(),
    });
    const id = response.headers.get('x-request-id');
    await response.arrayBuffer();
    await expect.poll(() => siar.logs.filter((line) => line['requestId'] === id)).toHaveLength(1);
    const line = JSON.stringify(siar.logs.find((entry) => entry['requestId'] === id));
    expect(line).toContain('"userId"');
    expect(line).not.toContain('6281234567890');
    expect(line).not.toContain('rahasia');
    expect(JSON.stringify(siar.logs)).not.toContain(token);
  });
});
