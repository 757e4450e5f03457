import { callTRPCProcedure } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { toDomainError } from './errors.ts';
import { plainRoutes } from './plain-routes.ts';
import { type ProcedureFacts, proceduresOf } from './rest.ts';
import { appRouter } from './router.ts';
import { requiresId, type SampleOptions, sampleOf } from './testing/sample-input.ts';
import { startTestSiar, type TestSiar } from './testing/start-test-siar.ts';
import { createTenantWorld, MARK, rowsOf, type TenantWorld } from './testing/tenant-world.ts';
import type { Caller, RequestContext } from './trpc.ts';

/** What anybody may call without being somebody. A procedure that is meant to be here is added by hand. */
const PUBLIC = ['auth.register', 'auth.login'];

const procedures = proceduresOf(appRouter);
const isAdmins = ({ meta }: ProcedureFacts) => meta.openapi?.path.startsWith('/admin') === true;

let siar: TestSiar;
let owner: TenantWorld;
let ownersRows: string;
let others = 0;

beforeAll(async () => {
  siar = await startTestSiar({ postgresUrl: inject('postgresUrl') });
  owner = await createTenantWorld(siar.composition.db, { name: 'pemilik', digit: 1 });
  ownersRows = await rowsOf(siar.composition.db, owner.caller.id);
});
afterAll(() => siar.close());

/** A new one for each walk: what one procedure does to him must not change what the next one finds. */
function createOther(): Promise<TenantWorld> {
  others += 1;
  return createTenantWorld(siar.composition.db, { name: `tetangga${others}`, digit: 2 });
}

let calls = 0;

function contextOf(caller: Caller | null): RequestContext {
  calls += 1;
  return {
    requestId: `walk-${calls}`,
    services: siar.composition.services,
    caller,
    // Each call from an address of its own: limits are not what is tested here.
    address: `10.${calls >> 16}.${(calls >> 8) & 255}.${calls & 255}`,
    userAgent: null,
    idempotencyKey: null,
    setLoginCookie: () => undefined,
  };
}

interface Answer {
  /** Null when the call went well. */
  code: string | null;
  text: string;
}

/** Calls a procedure; of a subscription, takes what comes first or within a moment. */
async function call({ path, type }: ProcedureFacts, caller: Caller | null, input: unknown): Promise<Answer> {
  const stop = new AbortController();
  const ctx = contextOf(caller);
  try {
    const output: unknown = await callTRPCProcedure({
      router: appRouter,
      path,
      type,
      ctx,
      getRawInput: () => Promise.resolve(input),
      signal: stop.signal,
      batchIndex: 0,
    });
    const first = type === 'subscription' ? await firstOf(output as AsyncIterable<unknown>, stop) : output;
    return { code: null, text: JSON.stringify(first ?? null) };
  } catch (error) {
    const refusal = toDomainError(error, ctx);
    // A bug must not pass for a refusal.
    if (refusal.code === 'internal') throw new Error(`${path} failed`, { cause: error });
    return { code: refusal.code, text: JSON.stringify(refusal.details) };
  }
}

async function firstOf(stream: AsyncIterable<unknown>, stop: AbortController): Promise<unknown> {
  const timer = setTimeout(() => stop.abort(), 200);
  try {
    for await (const value of stream) return value;
    return null;
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}

/** Inputs for a procedure with somebody's ids where ids go: each of his ids in every place, and by their names. */
function inputsWith(
  { path, inputs }: ProcedureFacts,
  world: TenantWorld,
): { ids: string[]; input: unknown }[] {
  const { ids, phoneNumber, orderId } = world;
  const named: Record<string, unknown> = { phoneNumber, orderId };
  for (const [kind, id] of Object.entries(ids))
    Object.assign(named, { [`${kind}Id`]: id, [`${kind}Ids`]: [id] });
  // A message's id is its blast's with a number: it goes only where its name is.
  const uuids = Object.values(ids).filter((id) => !id.includes('.'));
  const options: SampleOptions[] = uuids.flatMap((id) => [
    { uuid: id, named: { phoneNumber, orderId }, fill: 'required' },
    { uuid: id, named: { phoneNumber, orderId }, fill: 'all' },
    { uuid: id, named, fill: 'all' },
  ]);
  const samples = options.map((option) => {
    const parts = inputs.map((schema) => sampleOf(schema, option));
    return parts.length === 0 ? undefined : (Object.assign({}, ...parts) as unknown);
  });
  for (const sample of samples) {
    const isAccepted = inputs.every((schema) => {
      const { success } = (schema as { safeParse(value: unknown): { success: boolean } }).safeParse(sample);
      return success;
    });
    if (!isAccepted) throw new Error(`sample-input.ts makes no input for ${path}: ${JSON.stringify(sample)}`);
  }
  const distinct = [...new Set(samples.map((sample) => JSON.stringify(sample ?? null)))];
  return distinct.map((text) => ({
    ids: Object.values(ids).filter((id) => text.includes(id)),
    input: JSON.parse(text) === null ? undefined : (JSON.parse(text) as unknown),
  }));
}

describe.each(procedures.map((procedure) => [procedure.path, procedure] as const))(
  '%s',
  (path, procedure) => {
    it('is closed to a stranger, unless it is meant to be public', async () => {
      for (const { input } of inputsWith(procedure, owner).slice(0, 3)) {
        const { code, text } = await call(procedure, null, input);
        if (PUBLIC.includes(path)) expect(code).not.toBe('unauthenticated');
        else expect(code).toBe('unauthenticated');
        expect(text).not.toContain(MARK);
      }
    });

    if (isAdmins(procedure)) {
      it('is forbidden to a tenant', async () => {
        const other = await createOther();
        for (const { input } of inputsWith(procedure, owner)) {
          expect((await call(procedure, other.caller, input)).code).toBe('forbidden');
        }
      });
      return;
    }

    if (PUBLIC.includes(path)) return;

    it('shows and changes nothing of another tenant', async () => {
      const other = await createOther();
      const parameters = [...(procedure.meta.openapi?.path ?? '').matchAll(/\{(\w+)\}/g)];
      const mustBeThere = parameters.length > 0 || procedure.inputs.some((schema) => requiresId(schema));
      for (const { ids, input } of inputsWith(procedure, owner)) {
        const { code, text } = await call(procedure, other.caller, input);
        if (mustBeThere) expect(code, JSON.stringify(input)).toBe('not_found');
        expect(text, JSON.stringify(input)).not.toContain(`${MARK}-pemilik`);
        for (const id of Object.values(owner.ids)) if (!ids.includes(id)) expect(text).not.toContain(id);
      }
      expect(await rowsOf(siar.composition.db, owner.caller.id)).toBe(ownersRows);
    });
  },
);

describe.each(plainRoutes.map((route) => [`${route.method} ${route.path}`, route] as const))(
  '%s',
  (_name, route) => {
    const ask = (path: string, token: string | null) =>
      fetch(`${siar.url}/api/v1${path}`, {
        method: route.method,
        headers: token === null ? {} : { authorization: `Bearer ${token}` },
      });

    it('is closed to a stranger', async () => {
      const path = route.path.replaceAll(/\{\w+\}/g, '019a0000-0000-7000-8000-00000000beef');
      expect((await ask(path, null)).status).toBe(401);
    });

    it.runIf(route.access === 'admin')('is forbidden to a tenant', async () => {
      expect((await ask(route.path, (await createOther()).token)).status).toBe(403);
    });

    it.runIf(route.access === 'user' && route.path.includes('{'))(
      'finds nothing of another tenant',
      async () => {
        const other = await createOther();
        for (const id of [...Object.values(owner.ids), owner.phoneNumber, owner.orderId, 'nonsense']) {
          const answer = await ask(route.path.replaceAll(/\{\w+\}/g, encodeURIComponent(id)), other.token);
          expect(answer.status, id).toBe(404);
          expect(await answer.text()).not.toContain(`${MARK}-pemilik`);
        }
        expect(await rowsOf(siar.composition.db, owner.caller.id)).toBe(ownersRows);
      },
    );
  },
);

describe('the walk itself', () => {
  // Were the ids not real, everything would be "not found" and prove nothing.
  const byId = procedures.filter(
    (procedure) =>
      procedure.type === 'query' &&
      !isAdmins(procedure) &&
      procedure.inputs.some((schema) => requiresId(schema)),
  );

  it.each(byId.map((procedure) => [procedure.path, procedure] as const))(
    'asks with ids that their owner finds: %s',
    async (_path, procedure) => {
      const answers = await Promise.all(
        inputsWith(procedure, owner).map(({ input }) => call(procedure, owner.caller, input)),
      );
      expect(answers.filter(({ code }) => code === null).length).toBeGreaterThan(0);
    },
  );
});

it('walks every procedure there is, and knows each public one by name', () => {
  expect(procedures.length).toBeGreaterThan(40);
  expect(procedures.map(({ path }) => path)).toEqual(expect.arrayContaining(PUBLIC));
});
