import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const secretsFile = z.object({ ENCRYPTION_KEYS: z.string() });
export type Secrets = z.infer<typeof secretsFile>;

/**
 * The secrets of this instance, made at the first start and kept in `<home>/secrets.json` (0600).
 * Without them the WhatsApp credentials in the database are noise.
 */
export async function loadSecrets({ home }: { home: string }): Promise<Secrets> {
  const file = join(home, 'secrets.json');
  await mkdir(home, { recursive: true });
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text !== undefined) return secretsFile.parse(JSON.parse(text));
  const secrets = { ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}` };
  await writeFile(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  await chmod(file, 0o600);
  return secrets;
}
