import { spawnSync } from 'node:child_process';

/** The OS account that PostgreSQL runs as; undefined uid and gid mean: as ourselves. */
export type PostgresAccount = { uid?: number; gid?: number };

const ACCOUNT = 'postgres';

/**
 * PostgreSQL refuses to run as root, rightly: a flaw in it would be a flaw of the machine.
 * Under root it gets the account `postgres`, made when the machine has none.
 * @throws Error when the account is missing and cannot be made.
 */
export function postgresAccount(): PostgresAccount {
  if (process.getuid?.() !== 0) return {};
  const found = lookUp();
  if (found) return found;
  // Debian, Fedora and the rest know useradd; Alpine and BusyBox know adduser.
  const made =
    spawnSync('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      ACCOUNT,
    ]).status === 0 || spawnSync('adduser', ['-S', '-D', '-H', ACCOUNT]).status === 0;
  const account = lookUp();
  if (made && account) return account;
  throw new Error(
    `PostgreSQL cannot run as root, and the account "${ACCOUNT}" could not be made. Run as an ordinary user, or: useradd --system --user-group ${ACCOUNT}`,
  );
}

/** Can this account do that in the shell? Asked of the system, which also knows ACLs and mount options. */
export function accountCan(account: PostgresAccount, script: string, ...args: string[]): boolean {
  return (
    spawnSync('/bin/sh', ['-c', script, 'sh', ...args], { ...account, cwd: '/', stdio: 'ignore' }).status ===
    0
  );
}

function lookUp(): { uid: number; gid: number } | undefined {
  const uid = idOf('-u');
  const gid = idOf('-g');
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

function idOf(flag: '-u' | '-g'): number | undefined {
  const id = spawnSync('id', [flag, ACCOUNT], { encoding: 'utf8' });
  return id.status === 0 ? Number(id.stdout.trim()) : undefined;
}
