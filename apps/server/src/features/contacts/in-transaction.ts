import type { Database } from '@siar/db';
import type { PoolClient } from 'pg';

type Pool = Database['pool'];
export type SqlClient = Pick<PoolClient, 'query'>;

/** One transaction on the pool, for the batched statements that an ORM would slow down. */
export async function inTransaction<T>(pool: Pool, work: (client: SqlClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // A connection that cannot roll back is not given to anybody else.
    await client.query('ROLLBACK').catch((cause: unknown) => {
      broken = cause instanceof Error ? cause : new Error(String(cause));
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
