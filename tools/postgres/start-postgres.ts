import { chmod, chown, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import pg from 'pg';
import { guard } from '../process/guardian.ts';
import { identify, isAlive } from '../process/process-identity.ts';
import { runCommand } from '../process/run-command.ts';
import { readSettings, settingsFile, writeSettings } from './cluster-settings.ts';
import { placeCluster, type Placement } from './placement.ts';
import { freePort } from '../process/free-port.ts';
import { findPostmaster, launchPostmaster, PortTaken, stopPostmaster } from './postmaster.ts';

const SUPERUSER = 'siar';

export type EmbeddedPostgres = {
  /** A superuser's URL of `database`. */
  url: string;
  /** Settles when the server has ended, whether asked to or not. */
  exited: Promise<void>;
  /** Fast shutdown; resolves when the process has gone. */
  stop(): Promise<void>;
};

export type PostgresOptions = {
  /** Absolute; made at the first start. Password and port are kept beside it in `<dataDir>.json`. */
  dataDir: string;
  /** Made when missing. */
  database?: string;
  logFile?: string;
  /** False trades crash safety for speed: for throw-away clusters of tests only. */
  durable?: boolean;
};

/**
 * Starts the PostgreSQL 18 that npm brought, on a loopback port, behind a generated password.
 *
 * Never as root; see placement.ts for who runs it and where. A server left over from a killed run is stopped first.
 * @throws Error when another living process uses the same directory, or PostgreSQL does not start.
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, database = 'siar', durable = true, logFile = `${dataDir}.log` } = options;
  const settings = await readSettings(dataDir);
  if (settings.owner && settings.owner.pid !== process.pid && isAlive(settings.owner))
    throw new Error(`process ${settings.owner.pid} already runs the PostgreSQL in ${dataDir}: stop it first`);

  const placement = await placeCluster({ dataDir, settings });
  const orphan = await findPostmaster(placement.data);
  if (orphan) await stopPostmaster(orphan);

  const owner = identify(process.pid);
  if (placement.data !== dataDir) settings.home = placement.data;
  if (owner) settings.owner = owner;
  await writeSettings(dataDir, settings);
  if (!existsSync(join(placement.data, 'PG_VERSION'))) await initialise(placement, settings.password);

  const postmaster = await launchOnFreePort({ placement, logFile, durable, wish: settings.port });
  const guardian = guard({ target: postmaster.identity.pid, signals: ['SIGINT', 'SIGQUIT'] });
  const exited = new Promise<void>((resolve) => postmaster.child.once('exit', () => resolve()));
  void exited.then(() => guardian.release());
  const stop = async (): Promise<void> => {
    await stopPostmaster(postmaster.identity);
    await exited;
  };
  try {
    await writeSettings(dataDir, { ...settings, port: postmaster.port });
    const base = `postgresql://${SUPERUSER}:${settings.password}@127.0.0.1:${postmaster.port}`;
    await createDatabase(`${base}/postgres`, database);
    return { url: `${base}/${database}`, exited, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * A cluster that lives as long as its user: in `<parent>/postgres-<pid>-…`, removed by `stop`.
 * What killed runs left under `parent` is stopped and removed first.
 */
export async function startTemporaryPostgres({ parent }: { parent: string }): Promise<EmbeddedPostgres> {
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent);
  const dataDir = join(parent, `postgres-${process.pid}-${Date.now().toString(36)}`);
  const postgres = await startPostgres({ dataDir, durable: false });
  return {
    ...postgres,
    stop: async () => {
      await postgres.stop();
      await removeCluster(dataDir);
    },
  };
}

async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!/^postgres-.*\.json$/.test(name)) continue;
    const dataDir = join(parent, basename(name, '.json'));
    const settings = await readSettings(dataDir);
    if (settings.owner && isAlive(settings.owner)) continue;
    const orphan = await findPostmaster(settings.home ?? dataDir);
    if (orphan) await stopPostmaster(orphan);
    await removeCluster(dataDir);
  }
}

async function removeCluster(dataDir: string): Promise<void> {
  const { home } = await readSettings(dataDir);
  if (home !== undefined) await rm(dirname(home), { recursive: true, force: true });
  for (const path of [dataDir, `${dataDir}.log`, settingsFile(dataDir)])
    await rm(path, { recursive: true, force: true });
}

/** initdb works beside the final place: what a kill leaves half done is never taken for a cluster. */
async function initialise({ account, binaries, data }: Placement, password: string): Promise<void> {
  const draft = `${data}.new`;
  const passwordFile = join(draft, 'password');
  const cluster = join(draft, 'cluster');
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) {
    await chown(draft, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  await chmod(draft, 0o700);
  const args = [
    `--pgdata=${cluster}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The built-in provider sorts alike on every machine, whatever locales it has.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
  ];
  await runCommand(binaries.initdb, args, {
    ...account,
    cwd: '/',
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
  });
  await rm(data, { recursive: true, force: true });
  await rename(cluster, data);
  await rm(draft, { recursive: true, force: true });
}

async function launchOnFreePort({
  wish,
  ...launch
}: {
  placement: Placement;
  logFile: string;
  durable: boolean;
  wish: number | undefined;
}): Promise<Awaited<ReturnType<typeof launchPostmaster>>> {
  let port = wish ?? (await freePort());
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launchPostmaster({ ...launch, port });
    } catch (error) {
      if (!(error instanceof PortTaken) || attempt === 5) throw error;
      port = await freePort();
    }
  }
}

async function createDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
