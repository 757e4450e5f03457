import { createDb } from '@siar/db';
import { ConfigError, readConfig } from './config.ts';
import { createFirstAdmin } from './features/users/first-admin.ts';

/**
 * One-shot: on a platform without an admin, makes one and prints `{"email":…,"password":…}` on standard output, this
 * once. Prints nothing when there is one. Wants a migrated database.
 */
async function main(): Promise<void> {
  const db = createDb({ url: readConfig(process.env).databaseUrl, maxConnections: 1 });
  try {
    const admin = await createFirstAdmin({ db });
    if (admin !== null) process.stdout.write(`${JSON.stringify(admin)}\n`);
  } finally {
    await db.close();
  }
}

try {
  await main();
} catch (error) {
  const isOurs = error instanceof ConfigError;
  process.stderr.write(`siar bootstrap-admin: ${isOurs ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
