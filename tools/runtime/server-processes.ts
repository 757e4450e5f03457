import { join } from 'node:path';
import { ROOT } from '../repository.ts';
import { untilHttpReady } from '../supervisor/http-ready.ts';
import type { ProcessPlan } from '../supervisor/supervised-process.ts';
import { say } from '../terminal.ts';
import { freePort } from '../process/free-port.ts';

const DIST = join(ROOT, 'apps', 'server', 'dist');
/** Workers hand their numbers over and close Chromium; the API ends its connections. */
const STOP_TIMEOUT_MS = 10_000;

type ServerPlan = { env: NodeJS.ProcessEnv; logs: string };

export function apiPlan({ env, logs, port }: ServerPlan & { port: number }): ProcessPlan {
  return serverPlan({ name: 'api', env: { ...env, PORT: String(port) }, logs, healthPort: port });
}

export async function workerPlan({
  env,
  logs,
  name = 'worker',
}: ServerPlan & { name?: string }): Promise<ProcessPlan> {
  const healthPort = await freePort();
  return serverPlan({ name, env: { ...env, WORKER_HEALTH_PORT: String(healthPort) }, logs, healthPort });
}

function serverPlan({
  name,
  env,
  logs,
  healthPort,
}: ServerPlan & { name: string; healthPort: number }): ProcessPlan {
  const entry = name === 'api' ? 'api.js' : 'worker.js';
  return {
    name,
    command: process.execPath,
    args: ['--enable-source-maps', join(DIST, entry)],
    env,
    cwd: ROOT,
    logFile: join(logs, `${name}.log`),
    untilReady: (signal) =>
      untilHttpReady({
        url: `http://127.0.0.1:${healthPort}/health/ready`,
        signal,
        onWait: (answer) => say(`${name} is not ready yet: ${answer}`),
      }),
    stopTimeoutMs: STOP_TIMEOUT_MS,
  };
}
