import { createHmac, randomBytes } from 'node:crypto';
import type { Database } from '@siar/db';
import { createMessageIds, type MessageIds } from '@siar/shared';

const SETTING = 'message_id_key';

/**
 * The ids of this installation. Their key is drawn once and lives in the database, not in ENCRYPTION_KEYS: ids of
 * messages under way must still be found after those were rotated. It guards no secret but how many blasts there are.
 */
export async function loadMessageIds(db: Pick<Database, 'pool'>): Promise<MessageIds> {
  await db.pool.query(
    `INSERT INTO platform_settings (name, value, updated_at) VALUES ($1, to_jsonb($2::text), now())
     ON CONFLICT (name) DO NOTHING`,
    [SETTING, randomBytes(32).toString('hex')],
  );
  const { rows } = await db.pool.query<{ key: string }>(
    `SELECT value #>> '{}' AS key FROM platform_settings WHERE name = $1`,
    [SETTING],
  );
  const key = rows[0]?.key;
  if (key === undefined) throw new Error('The key of the message ids vanished');
  return createKeyedMessageIds(Buffer.from(key, 'hex'));
}

/** @param key 32 bytes */
export function createKeyedMessageIds(key: Buffer): MessageIds {
  return createMessageIds((round, half) =>
    createHmac('sha256', key).update(`${round}:${half}`).digest().readUIntBE(0, 6),
  );
}
