import { join } from 'node:path';
import { migrate } from '@siar/db';
import { startPostgres, type EmbeddedPostgres, type PostgresOptions } from '../postgres/index.ts';
import { seconds } from '../terminal.ts';

export type RunningDatabase = { url: string; stop(): Promise<void> };

const RESTART_MS = 500;

/** `DATABASE_URL`, or the embedded PostgreSQL under `home`; migrated. */
export async function openDatabase({
  home,
  say,
}: {
  home: string;
  say: (line: string) => void;
}): Promise<RunningDatabase> {
  const start = Date.now();
  const given = process.env['DATABASE_URL'];
  const dataDir = join(home, 'postgres');
  const database = given
    ? { url: given, stop: () => Promise.resolve() }
    : await keepPostgres({ options: { dataDir, logFile: join(home, 'logs', 'postgres.log') }, say });
  try {
    const applied = await migrate({ url: database.url });
    const migrations = applied.length === 0 ? '' : `, ${applied.length} migrations applied`;
    say(
      `database: ${given ? 'DATABASE_URL' : `embedded PostgreSQL in ${dataDir}`}${migrations} (${seconds(start)})`,
    );
    return database;
  } catch (error) {
    await database.stop();
    throw error;
  }
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
