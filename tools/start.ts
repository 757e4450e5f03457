import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { buildServer } from './build/build-server.ts';
import { buildWeb } from './build/build-web.ts';
import { ensureChromium } from './chromium.ts';
import { runCommand } from './process/run-command.ts';
import { ROOT, STATE } from './repository.ts';
import { openDatabase } from './runtime/database.ts';
import { requireFreePort } from './process/free-port.ts';
import { withStack } from './runtime/run-stack.ts';
import { loadSecrets } from './runtime/secrets.ts';
import { apiPlan, workerPlan } from './runtime/server-processes.ts';
import { say, seconds } from './terminal.ts';

/** `npm start`: everything on this machine, with the genuine WhatsApp engine, until it is told to stop. */
export async function main(): Promise<number> {
  const start = Date.now();
  if (existsSync(join(ROOT, '.env'))) process.loadEnvFile(join(ROOT, '.env'));
  const port = portFrom(process.env['PORT']);
  await requireFreePort(port, 'set PORT to another');
  await buildServer({ say });
  await buildWeb({ say });
  const chromium = await findOrWarn();

  const code = await withStack({
    say,
    work: async ({ stack, stopped }) => {
      const database = await stack.add(openDatabase({ home: STATE, say }));
      const env = {
        ...(await loadSecrets({ home: STATE })),
        ...(chromium === undefined ? {} : { CHROMIUM_PATH: chromium }),
        // A line of .env that is left empty says nothing; it must not push aside what we made.
        ...Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== '')),
        DATABASE_URL: database.url,
      };
      const logs = join(STATE, 'logs');
      await stack.start([apiPlan({ env, logs, port }), await workerPlan({ env, logs })]);
      await createFirstAdmin(env);
      say(`ready on http://localhost:${port} after ${seconds(start)} (logs in .siar/logs, Ctrl+C stops)`);
      await stopped;
      return 0;
    },
  });
  return code ?? 0;
}

function portFrom(text: string | undefined): number {
  const port = Number(text === undefined || text === '' ? 3000 : text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error('PORT must be a whole number from 1 to 65535');
  return port;
}

/** Without Chromium all works but linking a number: worth a word, not a refusal. */
async function findOrWarn(): Promise<string | undefined> {
  if (process.env['WHATSAPP_ENGINE'] === 'simulator') return undefined;
  return ensureChromium({ say }).catch((error: unknown) => {
    say(`no WhatsApp number can be linked yet: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  });
}

/** Prints the password once, the first time. */
async function createFirstAdmin(env: NodeJS.ProcessEnv): Promise<void> {
  const entry = join(ROOT, 'apps', 'server', 'dist', 'bootstrap-admin.js');
  const output = (await runCommand(process.execPath, [entry], { cwd: ROOT, env })).trim();
  if (output === '') return;
  const { email, password } = z.object({ email: z.string(), password: z.string() }).parse(JSON.parse(output));
  say(`the first admin is ${email} with the password ${password} (shown this once)`);
}
