import { Router } from 'express';
import type { Logger } from '../platform/logger.ts';

/** Resolves when the part works; rejects when it does not. */
export type HealthCheck = () => Promise<unknown>;

/** What one part says: `up`, or why not as a word. */
export interface Readiness {
  status: 'ready' | 'not_ready';
  checks: Record<string, 'up' | 'down'>;
}

/** An orchestrator asks every few seconds and does not wait for long. */
const PATIENCE_MS = 2_000;

/** `/health/live`: this process answers. `/health/ready`: and so does all that it needs. */
export function createHealth({ checks, logger }: HealthOptions): Router {
  const router = Router();
  let wasReady = true;
  router.get('/health/live', (_request, response) => {
    response.setHeader('Cache-Control', 'no-store').json({ status: 'live' });
  });
  router.get('/health/ready', async (_request, response) => {
    const readiness = await ask(checks);
    const isReady = readiness.status === 'ready';
    // Once per change, not once per question.
    if (isReady !== wasReady)
      logger[isReady ? 'info' : 'warn']({ checks: readiness.checks }, readiness.status);
    wasReady = isReady;
    response
      .setHeader('Cache-Control', 'no-store')
      .status(isReady ? 200 : 503)
      .json(readiness);
  });
  return router;
}

interface HealthOptions {
  checks: Readonly<Record<string, HealthCheck>>;
  logger: Logger;
}

async function ask(checks: Readonly<Record<string, HealthCheck>>): Promise<Readiness> {
  const answers = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await isUp(check)] as const),
  );
  const isReady = answers.every(([, up]) => up);
  return {
    status: isReady ? 'ready' : 'not_ready',
    checks: Object.fromEntries(answers.map(([name, up]) => [name, up ? 'up' : 'down'])),
  };
}

async function isUp(check: HealthCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  const answered = check().then(
    () => true,
    () => false,
  );
  const result = await Promise.race([answered, late]);
  clearTimeout(timer);
  return result;
}
