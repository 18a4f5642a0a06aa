import type { Pool, PoolClient } from 'pg';

/** Does something in a transaction on a connection of its own. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    const failure = await client.query('ROLLBACK').then(
      () => false,
      () => true, // the connection is gone, and the transaction with it
    );
    client.release(failure);
    throw error;
  }
}
