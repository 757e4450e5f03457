import { createMigration } from '@siar/db';
import { say } from './terminal.ts';

/** `pnpm db:migration NAME`: writes the SQL between the newest migration and schema.prisma. */
export async function main(args: readonly string[]): Promise<number> {
  const [name] = args;
  if (name === undefined || name.trim() === '') throw new Error('usage: pnpm db:migration NAME');
  const folder = await createMigration({ name, now: new Date() });
  say(folder === null ? 'schema.prisma has not changed since the newest migration' : `wrote ${folder}`);
  return 0;
}
