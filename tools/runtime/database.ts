import { join, relative } from 'node:path';
import { startPostgres, type EmbeddedPostgres, type PostgresOptions } from '../postgres/index.ts';
import { ROOT } from '../repository.ts';
import { seconds } from '../terminal.ts';

export type RunningDatabase = { url: string; stop(): Promise<void> };

const RESTART_MS = 500;

/** `DATABASE_URL`, which may still be on its way up, or the embedded PostgreSQL under `home`. */
export async function openDatabase({
  home,
  say,
}: {
  home: string;
  say: (line: string) => void;
}): Promise<RunningDatabase> {
  const start = Date.now();
  const given = process.env['DATABASE_URL'];
  if (given !== undefined && given !== '') return { url: given, stop: () => Promise.resolve() };
  const dataDir = join(home, 'postgres');
  const logFile = join(home, 'logs', 'postgres.log');
  const database = await keepPostgres({ options: { dataDir, logFile }, say });
  say(`started the embedded PostgreSQL in ${relative(ROOT, dataDir)} (${seconds(start)})`);
  return database;
}

/** Starts it again when it ends unasked, on the same port: those who use it wait and reconnect. */
async function keepPostgres({
  options,
  say,
}: {
  options: PostgresOptions;
  say: (line: string) => void;
}): Promise<RunningDatabase> {
  let stopping = false;
  let current: Promise<EmbeddedPostgres>;
  const start = async (): Promise<EmbeddedPostgres> => {
    const postgres = await startPostgres(options);
    void postgres.exited.then(() => {
      if (stopping) return;
      say(`PostgreSQL ended; starting it again (${options.logFile ?? options.dataDir})`);
      current = new Promise((resolve) => setTimeout(resolve, RESTART_MS)).then(start);
      current.catch((error: unknown) => say(String(error)));
    });
    return postgres;
  };
  current = start();
  const { url } = await current;
  return {
    url,
    stop: async () => {
      stopping = true;
      const postgres = await current.catch(() => undefined);
      await postgres?.stop();
    },
  };
}
