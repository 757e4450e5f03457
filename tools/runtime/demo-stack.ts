import { join } from 'node:path';
import { createDb, migrate } from '@siar/db';
import { seedDemo } from '@siar/db/seeds';
import { hashPassword } from '@siar/server/passwords';
import { ensureChromium } from '../chromium.ts';
import type { DemoOptions } from '../demo/options.ts';
import { say } from '../terminal.ts';
import { openDatabase } from './database.ts';
import { loadDemoPasswords, loadSecrets } from './secrets.ts';
import { apiPlan, workerPlan } from './server-processes.ts';
import {
  controlWhatsAppSimulator,
  whatsAppSimulatorPlan,
  type WhatsAppSimulatorControl,
} from './simulator-process.ts';
import type { Stack } from './run-stack.ts';
import type { SupervisedProcess } from '../supervisor/supervised-process.ts';

export type Login = { email: string; password: string };

export type DemoStack = {
  url: string;
  simulatorUrl: string;
  simulator: WhatsAppSimulatorControl;
  admin: Login;
  tenant: Login;
  worker: SupervisedProcess;
};

/**
 * All of Siar beside a simulated WhatsApp, with the demo's people in its database.
 * @param home state of this instance: apart from that of `npm start`, whose data are nobody's playground
 */
export async function startDemoStack({
  stack,
  home,
  port,
  engine,
}: {
  stack: Stack;
  home: string;
  port: number;
  engine: DemoOptions['engine'];
}): Promise<DemoStack> {
  const chromium = engine === 'web-js' ? await ensureChromium({ say }) : undefined;
  const database = await stack.add(openDatabase({ home, say }));
  const people = await seed({ url: database.url, home });

  const { plan, url: simulatorUrl } = await whatsAppSimulatorPlan({ home });
  await stack.start([plan]);
  const simulator = controlWhatsAppSimulator({ url: simulatorUrl });

  const url = `http://localhost:${port}`;
  const env = {
    ...process.env,
    ...(await loadSecrets({ home })),
    DATABASE_URL: database.url,
    PUBLIC_URL: url,
    DATA_DIR: join(home, 'data'),
    WHATSAPP_ENGINE: engine,
    WHATSAPP_SIMULATOR_URL: simulatorUrl,
    WHATSAPP_TEST_CHROMIUM_ARGS: JSON.stringify(await simulator.chromiumArgs()),
    ...(chromium === undefined ? {} : { CHROMIUM_PATH: chromium }),
  };
  const logs = join(home, 'logs');
  const [, worker] = await stack.start([apiPlan({ env, logs, port }), await workerPlan({ env, logs })]);
  if (worker === undefined) throw new Error('the worker did not start');
  return { url, simulatorUrl, simulator, worker, ...people };
}

async function seed({ url, home }: { url: string; home: string }): Promise<{ admin: Login; tenant: Login }> {
  await migrate({ url });
  const db = createDb({ url });
  try {
    const passwords = await loadDemoPasswords({ home });
    return await seedDemo({ db, now: new Date(), passwords, hashPassword });
  } finally {
    await db.close();
  }
}
