import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createSiarClient, type SiarClient } from '@siar/client';
import { createDb } from '@siar/db';
import { seedDemo } from '@siar/db/seeds';
import { createTestDatabase } from '@siar/db/testing';
import { hashPassword } from '@siar/server/passwords';
import { startWhatsAppSimulator } from '@siar/simulators/whatsapp';
import { WebSocket } from 'ws';
import { freePort } from '../process/free-port.ts';
import { STATE } from '../repository.ts';
import { apiPlan, workerPlan } from '../runtime/server-processes.ts';
import { superviseProcess, type SupervisedProcess } from '../supervisor/supervised-process.ts';
import { createLevers, type Levers } from './levers.ts';

export type Login = { email: string; password: string };

/** Everything a user gets, running: the built API, worker and web app beside a simulated WhatsApp. */
export type House = {
  url: string;
  /** The simulated WhatsApp's levers. */
  whatsApp: Levers;
  /** People of the seeded story; Kopi Senja has contacts, past blasts and a subscription. */
  admin: Login;
  tenant: Login;
  /** The public API as this person, closed with the house. */
  apiAs(login: Login): Promise<SiarClient['api']>;
  close(): Promise<void>;
};

const PASSWORDS = { admin: 'kunci-rumah-admin', tenant: 'kopi-susu-gula-aren', clinic: 'sehat-selalu-bunda' };
/** From sent to delivered and from delivered to read. */
const ACK_DELAY_MS = 40;

/**
 * Starts a house of its own for one test file, queue and events on PostgreSQL.
 * What is served is `apps/server/dist` and `apps/web/dist`: tools/testing/build-setup.ts has built them.
 *
 * @param postgresUrl vitest: `inject('postgresUrl')`
 */
export async function startHouse({ postgresUrl }: { postgresUrl: string }): Promise<House> {
  const undo: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };
  try {
    const database = await createTestDatabase(postgresUrl);
    undo.push(() => database.drop());
    const people = await seed(database.url);

    const simulator = await startWhatsAppSimulator({ ackDelayMs: ACK_DELAY_MS });
    undo.push(() => simulator.stop());

    const home = await createHome();
    undo.push(() => rmSync(home, { recursive: true, force: true }));
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const env = {
      PATH: process.env['PATH'],
      DATABASE_URL: database.url,
      PUBLIC_URL: url,
      DATA_DIR: join(home, 'data'),
      ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
      WHATSAPP_ENGINE: 'simulator',
      WHATSAPP_SIMULATOR_URL: simulator.url,
    };
    const plans = [apiPlan({ env, logs: home, port }), await workerPlan({ env, logs: home })];
    const processes: SupervisedProcess[] = plans.map((plan) => superviseProcess(plan, () => undefined));
    undo.push(() => Promise.all(processes.map((one) => one.stop())));
    await Promise.all(processes.map((one) => one.ready));

    return {
      url,
      whatsApp: createLevers({ url: simulator.url }),
      ...people,
      apiAs: async (login) => {
        let token: string | null = null;
        const { api, close: hangUp } = createSiarClient({ url, token: () => token, WebSocket });
        undo.push(hangUp);
        ({ token } = await api.auth.login.mutate(login));
        return api;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function createHome(): Promise<string> {
  const parent = join(STATE, 'tmp');
  await mkdir(parent, { recursive: true });
  return mkdtempSync(join(parent, 'e2e-'));
}

async function seed(url: string): Promise<{ admin: Login; tenant: Login }> {
  const db = createDb({ url });
  try {
    const { admin, tenant } = await seedDemo({ db, now: new Date(), passwords: PASSWORDS, hashPassword });
    return { admin, tenant };
  } finally {
    await db.close();
  }
}
