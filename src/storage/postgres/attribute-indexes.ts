import { createHash } from 'node:crypto';
import { rowsReturned, type SqlRunner } from './statements.js';

const NAME = /^[a-z][a-z0-9_]{0,63}$/;
/** Names of PostgreSQL end after 63 bytes. */
const LONGEST_NAME = 63;
const SELECT_INDEX = `
  SELECT indisvalid AS is_valid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
  WHERE relname = $1 AND relnamespace = current_schema()::regnamespace`;

/**
 * The value of an attribute in SQL, exactly as the index has it.
 * @throws TypeError when no pipeline could have declared the name
 */
export function attributeSql(name: string): string {
  if (!NAME.test(name)) throw new TypeError(`'${name}' is no name of an attribute.`);
  return `((filters ->> '${name}') COLLATE "C")`;
}

/**
 * Makes the indexes that are missing for lists that filter by these attributes, while others write. To be called by one
 * process at a time.
 * @param runner a connection that is in no transaction, and whose statements may take as long as they need
 */
export async function createAttributeIndexes(
  runner: SqlRunner,
  attributes: readonly string[],
): Promise<void> {
  for (const attribute of attributes) {
    const index = indexOf(attribute);
    const [found] = await rowsReturned<{ is_valid: boolean }>(runner, SELECT_INDEX, [index]);
    if (found?.is_valid) continue;
    if (found) await rowsReturned(runner, `DROP INDEX CONCURRENTLY ${index}`); // its maker did not come to the end
    const columns = `${attributeSql(attribute)}, created_at, run_id`;
    await rowsReturned(runner, `CREATE INDEX CONCURRENTLY ${index} ON runs (${columns})`);
  }
}

/** Whether an index is missing. */
export async function lacksIndex(runner: SqlRunner, attributes: readonly string[]): Promise<boolean> {
  for (const attribute of attributes) {
    const [found] = await rowsReturned<{ is_valid: boolean }>(runner, SELECT_INDEX, [indexOf(attribute)]);
    if (!found?.is_valid) return true;
  }
  return false;
}

function indexOf(attribute: string): string {
  const name = `runs_by_attribute_${attribute}`;
  if (name.length <= LONGEST_NAME) return name;
  return `runs_by_attribute_${createHash('md5').update(attribute).digest('hex')}`;
}
