import { createHash, randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { accountCan, postgresAccount, type PostgresAccount } from './account.ts';
import { copyBinaries, packagedBinaries, type PostgresBinaries } from './binaries.ts';
import type { ClusterSettings } from './cluster-settings.ts';

/** Root's clusters whose clone PostgreSQL's account cannot enter (root's home, a strict umask). */
const MACHINE_WIDE = '/var/lib/siar';

/** Who runs PostgreSQL, from which binaries, on which directory. */
export type Placement = { account: PostgresAccount; binaries: PostgresBinaries; data: string };

/**
 * Finds binaries and a data directory that PostgreSQL's account can reach.
 * @param dataDir the wish, within the clone; `settings.home` once it had to be elsewhere.
 * @throws Error when existing data lies where the account cannot reach it.
 */
export async function placeCluster({
  dataDir,
  settings,
}: {
  dataDir: string;
  settings: ClusterSettings;
}): Promise<Placement> {
  const packaged = await packagedBinaries();
  await mkdir(dirname(dataDir), { recursive: true });
  if (process.getuid?.() !== 0) return { account: {}, binaries: packaged, data: dataDir };

  const data = settings.home ?? dataDir;
  const account = ownerOf(data) ?? postgresAccount();
  const runnable = accountCan(
    account,
    '"$1" --version && test -r "$2"',
    packaged.postgres,
    join(packaged.home, 'share', 'postgresql', 'postgres.bki'),
  );
  const binaries = runnable ? packaged : await copyBinaries({ from: packaged, parent: MACHINE_WIDE });
  if (accountCan(account, 'cd "$1"', dirname(data))) return { account, binaries, data };

  if (existsSync(join(data, 'PG_VERSION')))
    throw new Error(
      `PostgreSQL's account can no longer enter ${dirname(data)}, where its data lies: open the folder again`,
    );
  // The clone's path alone would find the data of a deleted clone, whose password is gone.
  const clone = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const home = join(MACHINE_WIDE, `${clone}-${randomBytes(4).toString('hex')}`);
  await mkdir(home, { recursive: true, mode: 0o755 });
  return { account, binaries, data: join(home, 'postgres') };
}

/** Data that an ordinary user made before root came along stays that user's. */
function ownerOf(data: string): PostgresAccount | undefined {
  const stat = statSync(data, { throwIfNoEntry: false });
  return stat && stat.uid !== 0 ? { uid: stat.uid, gid: stat.gid } : undefined;
}
