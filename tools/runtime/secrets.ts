import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const secrets = z.object({ ENCRYPTION_KEYS: z.string() });
const demoPasswords = z.object({ admin: z.string(), tenant: z.string(), clinic: z.string() });

/**
 * The secrets of this instance, made at the first start and kept in `<home>/secrets.json` (0600).
 * Without them the WhatsApp credentials in the database are noise.
 */
export async function loadSecrets({ home }: { home: string }): Promise<z.infer<typeof secrets>> {
  return keep(join(home, 'secrets.json'), secrets, () => ({
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
  }));
}

/** The same at every start of the demo, so that a browser's remembered login stays right. */
export async function loadDemoPasswords({ home }: { home: string }): Promise<z.infer<typeof demoPasswords>> {
  const password = (): string => randomBytes(9).toString('base64url');
  return keep(join(home, 'passwords.json'), demoPasswords, () => ({
    admin: password(),
    tenant: password(),
    clinic: password(),
  }));
}

/** What the file holds; made and written, readable by its owner only, when there is none yet. */
async function keep<Value>(file: string, schema: z.ZodType<Value>, make: () => Value): Promise<Value> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text !== undefined) return schema.parse(JSON.parse(text));
  const value = make();
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return value;
}
