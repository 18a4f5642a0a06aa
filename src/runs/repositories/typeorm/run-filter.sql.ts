import type { RunFilter, RunPageRequest } from '../../run.repository.js';

/** A run that is being deleted has no time, and comes before all others: indexes need not know more about it. */
const IS_THERE = `created_at > ''`;

const CONDITIONS: Readonly<Record<keyof RunFilter, string>> = {
  status: 'status = ?',
  thread_status: 'thread_status = ?',
  seed_id: 'seed_id = ?',
  board_id: 'board_id = ?',
  pipeline: 'pipeline = ?',
  pack_fingerprint: 'pack_fingerprint = ?',
  created_after: 'created_at >= ?',
  created_before: 'created_at < ?',
};

/** A statement, and the values that it binds. */
export interface BoundSql {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** The columns of a page's runs, newest first. */
export function selectPage({ filter, limit, offset, after }: RunPageRequest): BoundSql {
  const { created_before, ...rest } = filter;
  // SQLite seeks by one upper bound and tries the other on each entry, so that it is given the lower one alone.
  const seeksPlace = after && (created_before === undefined || after.created_at < created_before);
  const { sql, values } = whereOf(seeksPlace ? rest : filter);
  return {
    sql: `
      SELECT run_id, created_at, record FROM runs ${sql} ${seeksPlace ? 'AND (created_at, run_id) < (?, ?)' : ''}
      ORDER BY created_at DESC, run_id DESC LIMIT ? OFFSET ?`,
    values: [...values, ...(seeksPlace ? [after.created_at, after.run_id] : []), limit, offset],
  };
}

/** How many runs fit a filter, as `total`. */
export function countRuns(filter: RunFilter): BoundSql {
  const { sql, values } = whereOf(filter);
  return { sql: `SELECT count(*) AS total FROM runs ${sql}`, values };
}

function whereOf(filter: RunFilter): BoundSql {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined && value !== null);
  const conditions = given.map(([name]) => CONDITIONS[name as keyof RunFilter]);
  if (filter.created_after === undefined) conditions.unshift(IS_THERE); // whatever has a time is there
  return { sql: `WHERE ${conditions.join(' AND ')}`, values: given.map(([, value]) => value) };
}
