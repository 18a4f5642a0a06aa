import type { SqlConnection } from './prepared-connection.js';
import { rowsReturned } from './statements.js';
import type { TransactionQueue } from './transaction-queue.js';

const NAME = /^[a-z][a-z0-9_]{0,63}$/;
const SELECT_INDEX = `SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = ?`;

/**
 * The value of an attribute in SQL, exactly as the index has it: SQLite compares the texts of expressions.
 * @throws TypeError when no pipeline could have declared the name
 */
export function attributeSql(name: string): string {
  if (!NAME.test(name)) throw new TypeError(`'${name}' is no name of an attribute.`);
  return `attributes ->> '$.${name}'`;
}

/** Makes the indexes that are missing for lists that filter by these attributes. Takes a lock only if one is. */
export async function createAttributeIndexes(
  reader: SqlConnection,
  writes: TransactionQueue,
  attributes: readonly string[],
): Promise<void> {
  for (const attribute of attributes) {
    const index = `runs_by_attribute_${attribute}`;
    const sql = `CREATE INDEX IF NOT EXISTS ${index} ON runs (${attributeSql(attribute)}, created_at, run_id)`;
    const found = await rowsReturned(reader, SELECT_INDEX, [index]);
    if (found.length === 0) await writes.submit((connection) => connection.query(sql));
  }
}
