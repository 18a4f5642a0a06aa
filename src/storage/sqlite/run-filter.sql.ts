import { foldedText } from '../../common/index.js';
import type { PlainValue, RunFilter, RunPageRequest } from '../../runs/index.js';
import { attributeSql } from './attribute-indexes.js';

/** A run that is being deleted has no time, and comes before all others: indexes need not know more about it. */
const IS_THERE = `created_at > ''`;

/** The runs whose record is damaged; an index holds them alone. */
const DAMAGED = `FROM runs INDEXED BY runs_damaged WHERE NOT json_valid(record) AND ${IS_THERE}`;
/** Gives a row when there is a run whose record is damaged. */
export const SELECT_DAMAGED = `SELECT 1 ${DAMAGED} LIMIT 1`;

const CONDITIONS: Readonly<Record<keyof Omit<RunFilter, 'attributes'>, string>> = {
  status: 'status = ?',
  pipeline: 'pipeline = ?',
  title: 'folded_title IS NOT NULL AND instr(folded_title, ?) > 0',
  created_after: 'created_at >= ?',
  created_before: 'created_at < ?',
};

/** A statement, and the values that it binds. */
export interface BoundSql {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/**
 * The columns of a page's runs, newest first.
 * @param hasDamaged whether {@link SELECT_DAMAGED} found a run: lists show it as a failed one
 */
export function selectPage({ filter, limit, offset, after }: RunPageRequest, hasDamaged: boolean): BoundSql {
  const { created_before, ...rest } = filter;
  // SQLite seeks by one upper bound and tries the other on each entry, so that it is given the lower one alone.
  const seeksPlace = after && (created_before === undefined || after.created_at < created_before);
  const { sql, values } = whereOf(seeksPlace ? rest : filter, hasDamaged);
  return {
    sql: `
      SELECT run_id, created_at, record, attributes FROM runs ${sql} ${seeksPlace ? 'AND (created_at, run_id) < (?, ?)' : ''}
      ORDER BY created_at DESC, run_id DESC LIMIT ? OFFSET ?`,
    values: [...values, ...(seeksPlace ? [after.created_at, after.run_id] : []), limit, offset],
  };
}

/** How many runs fit a filter, as `total`. */
export function countRuns(filter: RunFilter, hasDamaged: boolean): BoundSql {
  const { sql, values } = whereOf(filter, hasDamaged);
  return { sql: `SELECT count(*) AS total FROM runs ${sql}`, values };
}

function whereOf({ attributes = {}, ...own }: RunFilter, hasDamaged: boolean): BoundSql {
  const given = Object.entries(own).filter(([, value]) => value !== undefined && value !== null);
  const conditions = given.map(([name]) =>
    name === 'status' && hasDamaged ? listedStatus(own) : CONDITIONS[name as keyof typeof own],
  );
  if (own.created_after === undefined) conditions.unshift(IS_THERE); // whatever has a time is there
  conditions.push(...Object.keys(attributes).map((name) => `${attributeSql(name)} = ?`));
  const values = [...given.map(valueOf), ...Object.values(attributes).map(sqlValue)];
  return { sql: `WHERE ${conditions.join(' AND ')}`, values };
}

function valueOf([name, value]: readonly [string, string]): string {
  return name === 'title' ? foldedText(value) : value;
}

/** SQLite has no booleans: JSON's are 1 and 0. */
function sqlValue(value: PlainValue): string | number {
  return typeof value === 'boolean' ? Number(value) : value;
}

/** The status as lists show it. Used only where it makes a difference: it takes more than the index of the status. */
function listedStatus({ status }: RunFilter): string {
  return status === 'failed'
    ? `(status = ? OR id IN (SELECT id ${DAMAGED}))`
    : `status = ? AND id NOT IN (SELECT id ${DAMAGED})`;
}
