import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hashToken } from './login-sessions.ts';
import { hashPassword } from './passwords.ts';
import { createWorld, type World } from './testing/world.ts';

const PASSWORD = 'kopi-susu-gula-aren';
const DAY_MS = 24 * 60 * 60 * 1000;
const HERE = { address: '203.0.113.7', userAgent: 'vitest' };

let world: World;
let passwordHash: string;

beforeAll(async () => {
  world = await createWorld();
  passwordHash = await hashPassword(PASSWORD);
});
afterAll(() => world.close());
beforeEach(() => void world.published.splice(0));

const login = (email: string, password = PASSWORD) => world.services.auth.login({ ...HERE, email, password });

describe('registering', () => {
  it('makes an account that can log in, and hands out neither token nor hash', async () => {
    const { auth } = world.services;
    const answer = await auth.register({
      email: 'sari@example.com',
      password: PASSWORD,
      name: 'Sari',
      address: HERE.address,
    });
    expect(answer.user).toMatchObject({ email: 'sari@example.com', name: 'Sari', role: 'USER' });
    expect(JSON.stringify(answer)).not.toMatch(/token|hash|\$2b\$/i);
    expect((await login('sari@example.com')).user.id).toBe(answer.user.id);
    const row = await world.db.prisma.user.findUniqueOrThrow({ where: { id: answer.user.id } });
    expect(row.passwordHash).toMatch(/^\$2b\$12\$/);
  });

  it('lets one of two people through who want the same e-mail in the same instant', async () => {
    const twin = { email: 'twin@example.com', password: PASSWORD, name: 'Twin', address: HERE.address };
    const answers = await Promise.allSettled([
      world.services.auth.register(twin),
      world.services.auth.register(twin),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'email_taken' },
    });
  });

  it('tells an address that fishes for e-mails ten times that one is taken, not an eleventh', async () => {
    const { email } = await world.person();
    const fish = () =>
      world.services.auth.register({ email, password: PASSWORD, name: 'X', address: '198.51.100.1' });
    for (let tries = 1; tries <= 10; tries += 1)
      await expect(fish()).rejects.toMatchObject({ code: 'email_taken' });
    await expect(fish()).rejects.toMatchObject({ code: 'rate_limited' });
  });
});

describe('logging in', () => {
  it('does not tell whether an e-mail exists: same words, and as much work', async () => {
    const { email } = await world.person({ passwordHash });
    const wrong = await timed(() => login(email, 'not the password'));
    const unknown = await timed(() => login('nobody@example.com', 'not the password'));
    expect(unknown.error).toMatchObject({ code: 'invalid_credentials', details: {} });
    expect(unknown.error).toEqual(wrong.error);
    // A bcrypt of cost 12 takes a fifth of a second; without one the answer comes in a few milliseconds.
    expect(unknown.ms).toBeGreaterThan(wrong.ms / 4);
    expect(unknown.ms).toBeGreaterThan(40);
  });

  it('counts tries before they are made: ten per account, the eleventh is refused even with the right password', async () => {
    const { email } = await world.person({ passwordHash });
    for (let tries = 1; tries <= 9; tries += 1)
      await world.limits.beforeLogin({ email, address: '192.0.2.1' });
    await expect(login(email, 'wrong')).rejects.toMatchObject({ code: 'invalid_credentials' }); // the tenth
    await expect(login(email)).rejects.toMatchObject({
      code: 'rate_limited',
      details: { retryAfterSeconds: expect.any(Number) as number },
    });
  });

  it('forgets the failed tries of an account that got in', async () => {
    const { email } = await world.person({ passwordHash });
    const tries = { email, address: '192.0.2.2' };
    for (let count = 1; count <= 9; count += 1) await world.limits.beforeLogin(tries);
    await login(email); // the tenth
    for (let count = 1; count <= 10; count += 1) await world.limits.beforeLogin(tries);
    await expect(world.limits.beforeLogin(tries)).rejects.toMatchObject({ code: 'rate_limited' });
  });

  it('limits an unknown e-mail exactly as a known one', async () => {
    const tries = { email: 'unknown@example.com', address: '192.0.2.3' };
    for (let count = 1; count <= 10; count += 1) await world.limits.beforeLogin(tries);
    await expect(login(tries.email)).rejects.toMatchObject({ code: 'rate_limited' });
  });

  it('limits an address over all accounts: 49, 50, and no 51st', async () => {
    const guess = (n: number) =>
      world.limits.beforeLogin({ email: `guess-${n}@example.com`, address: '192.0.2.9' });
    for (let count = 1; count <= 50; count += 1) await guess(count);
    await expect(guess(51)).rejects.toMatchObject({ code: 'rate_limited' });
  });

  it('says that an account is inactive only to who knows its password', async () => {
    const { email } = await world.person({ passwordHash, deactivatedAt: new Date() });
    await expect(login(email, 'not the password')).rejects.toMatchObject({ code: 'invalid_credentials' });
    await expect(login(email)).rejects.toMatchObject({ code: 'account_inactive' });
  });
});

describe('a login session', () => {
  it('is stored only as the hash of its token, so a stolen table logs nobody in', async () => {
    const { id, email } = await world.person({ passwordHash });
    const { token } = await login(email);
    const rows = await world.db.prisma.loginSession.findMany({ where: { userId: id } });
    expect(rows.map((row) => row.id)).toEqual([hashToken(token)]);
    expect(await world.services.auth.authenticate(token)).toMatchObject({
      id,
      loginSessionId: hashToken(token),
    });
    expect(await world.services.auth.authenticate(hashToken(token))).toBeNull();
  });

  it('lives on while it is used, and ends when it is not', async () => {
    const { id } = await world.person();
    const { id: token } = await world.loginSessions.createSession(id, { userAgent: null });
    const where = { id: hashToken(token) };
    const age = (days: number) =>
      world.db.prisma.loginSession.update({
        where,
        data: { expiresAt: new Date(Date.now() + days * DAY_MS) },
      });
    await age(14); // in its second half
    expect(await world.services.auth.authenticate(token)).not.toBeNull();
    const { expiresAt } = await world.db.prisma.loginSession.findUniqueOrThrow({ where });
    expect(expiresAt.getTime() - Date.now()).toBeGreaterThan(29 * DAY_MS);
    await age(-1);
    expect(await world.services.auth.authenticate(token)).toBeNull();
    expect(await world.db.prisma.loginSession.count({ where })).toBe(0);
  });

  it('ends alone at logout, with all others at logout everywhere; API keys go on', async () => {
    const { auth, apiKeys } = world.services;
    const { id } = await world.person();
    const [one, two, three] = await tokensOf(id, 3);
    const { key } = await apiKeys.create({
      userId: id,
      name: 'till',
      expiresAt: null,
      address: HERE.address,
    });
    await auth.logout({ userId: id, loginSessionId: hashToken(one) });
    expect(await Promise.all([one, two, three].map(isLoggedIn))).toEqual([false, true, true]);
    await auth.logoutEverywhere({ userId: id, address: HERE.address });
    expect(await Promise.all([two, three, key].map(isLoggedIn))).toEqual([false, false, true]);
    expect(world.published).toEqual([
      { type: 'login.revoked', userId: id },
      { type: 'login.revoked', userId: id },
    ]);
  });

  it('survives its own change of password; the others do not, nor the old password', async () => {
    const { id, email } = await world.person({ passwordHash });
    const [mine, other] = await tokensOf(id, 2);
    const change = {
      userId: id,
      loginSessionId: hashToken(mine),
      address: HERE.address,
      newPassword: 'teh-tarik-dingin',
    };
    await expect(
      world.services.auth.changePassword({ ...change, currentPassword: 'not the password' }),
    ).rejects.toMatchObject({ code: 'invalid_credentials' });
    await world.services.auth.changePassword({ ...change, currentPassword: PASSWORD });
    expect(await Promise.all([mine, other].map(isLoggedIn))).toEqual([true, false]);
    await expect(login(email)).rejects.toMatchObject({ code: 'invalid_credentials' });
    expect((await login(email, change.newPassword)).user.id).toBe(id);
    expect(world.published).toEqual([{ type: 'login.revoked', userId: id }]);
  });

  it('of a deactivated person is nobody’s, and so is his API key', async () => {
    const { id } = await world.person();
    const [token] = await tokensOf(id, 1);
    const { key } = await world.services.apiKeys.create({
      userId: id,
      name: 'till',
      expiresAt: null,
      address: HERE.address,
    });
    await world.db.prisma.user.update({ where: { id }, data: { deactivatedAt: new Date() } });
    expect(await Promise.all([token, key].map(isLoggedIn))).toEqual([false, false]);
  });
});

describe('an API key', () => {
  it('is shown once and kept only as a hash', async () => {
    const { id } = await world.person();
    const { key, prefix } = await world.services.apiKeys.create({
      userId: id,
      name: 'till',
      expiresAt: null,
      address: HERE.address,
    });
    expect(key.startsWith(prefix)).toBe(true);
    expect(JSON.stringify(await world.db.prisma.apiKey.findMany({ where: { userId: id } }))).not.toContain(
      key,
    );
    expect(JSON.stringify(await world.services.apiKeys.list({ userId: id }))).not.toContain(key);
    expect(await world.services.auth.authenticate(key)).toMatchObject({ id, loginSessionId: null });
  });

  it('ends when it expires or is revoked by its owner, not by a stranger', async () => {
    const { apiKeys } = world.services;
    const { id } = await world.person();
    const stranger = await world.person();
    const expiresAt = new Date(world.clock.now().getTime() + DAY_MS);
    const brief = await apiKeys.create({ userId: id, name: 'brief', expiresAt, address: HERE.address });
    const lasting = await apiKeys.create({
      userId: id,
      name: 'lasting',
      expiresAt: null,
      address: HERE.address,
    });
    world.clock.advance(DAY_MS);
    expect(await Promise.all([brief.key, lasting.key].map(isLoggedIn))).toEqual([false, true]);
    const revoke = (userId: string) => apiKeys.revoke({ userId, id: lasting.id, address: HERE.address });
    await expect(revoke(stranger.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await isLoggedIn(lasting.key)).toBe(true);
    await revoke(id);
    expect(await isLoggedIn(lasting.key)).toBe(false);
    await expect(revoke(id)).rejects.toMatchObject({ code: 'not_found' });
  });
});

async function isLoggedIn(bearer: string): Promise<boolean> {
  return (await world.services.auth.authenticate(bearer)) !== null;
}

async function tokensOf<Count extends 1 | 2 | 3>(
  userId: string,
  count: Count,
): Promise<{ 1: [string]; 2: [string, string]; 3: [string, string, string] }[Count]> {
  const sessions = await Promise.all(
    Array.from({ length: count }, () => world.loginSessions.createSession(userId, { userAgent: null })),
  );
  return sessions.map(({ id }) => id) as {
    1: [string];
    2: [string, string];
    3: [string, string, string];
  }[Count];
}

async function timed(attempt: () => Promise<unknown>): Promise<{ ms: number; error: unknown }> {
  const start = performance.now();
  const error: unknown = await attempt().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return { ms: performance.now() - start, error };
}
