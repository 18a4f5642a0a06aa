import { foldedText } from '../../common/index.js';
import type { RunExpiry, RunFilter, RunPageRequest } from '../../runs/index.js';
import { attributeSql } from './attribute-indexes.js';
import { filterValue } from './run.columns.js';

/** A statement, and the values that it binds. */
export interface BoundSql {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** The words of the index runs_ended. */
const ENDED = `status IN ('succeeded', 'failed', 'cancelled')`;
/** Parameters: ended before (or null), how many of the newest are kept (or null), limit. */
const SELECT_EXPIRED = `
  SELECT run_id FROM runs
  WHERE ${ENDED}
    AND (coalesce(ended_at, created_at) < $1::text
         OR (created_at, run_id) <= (
           SELECT created_at, run_id FROM runs WHERE ${ENDED} AND $2::bigint IS NOT NULL
           ORDER BY created_at DESC, run_id DESC LIMIT 1 OFFSET coalesce($2::bigint, 0)))
    AND lease_owner IS NULL
  ORDER BY created_at, run_id LIMIT $3`;

/** Conditions, each with its value. */
type Condition = readonly [sql: (parameter: string) => string, value: unknown];

/** The columns of a page's runs, newest first. */
export function selectPage({ filter, limit, offset, after }: RunPageRequest): BoundSql {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = conditionsOf(filter).map(([sql, value]) => sql(bind(value)));
  if (after) conditions.push(`(created_at, run_id) < (${bind(after.created_at)}, ${bind(after.run_id)})`);
  return {
    sql: `SELECT run_id, created_at, status, record FROM runs ${whereOf(conditions)}
          ORDER BY created_at DESC, run_id DESC LIMIT ${bind(limit)} OFFSET ${bind(offset)}`,
    values,
  };
}

/** How many runs fit a filter, as `total`. */
export function countRuns(filter: RunFilter): BoundSql {
  const values: unknown[] = [];
  const conditions = conditionsOf(filter).map(([sql, value]) => sql(`$${values.push(value)}`));
  return { sql: `SELECT count(*)::float8 AS total FROM runs ${whereOf(conditions)}`, values };
}

/** The statement that finds expired runs, and its values. */
export function selectExpired({ endedBefore, keepNewest }: RunExpiry, limit: number): BoundSql {
  return { sql: SELECT_EXPIRED, values: [endedBefore ?? null, keepNewest ?? null, limit] };
}

function whereOf(conditions: readonly string[]): string {
  return conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
}

function conditionsOf({ attributes = {}, title, ...own }: RunFilter): readonly Condition[] {
  const { status, pipeline, created_after, created_before } = own;
  const given: (Condition | false)[] = [
    status !== undefined && [(value) => `status = ${value}`, status],
    pipeline !== undefined && [(value) => `pipeline = ${value}`, pipeline],
    title !== undefined && [
      (value) => `folded_title IS NOT NULL AND strpos(folded_title, ${value}) > 0`,
      foldedText(title),
    ],
    created_after !== undefined && [(value) => `created_at >= ${value}`, created_after],
    created_before !== undefined && [(value) => `created_at < ${value}`, created_before],
    ...Object.entries(attributes).map(([name, value]): Condition => {
      const sql = attributeSql(name);
      return [(parameter) => `${sql} = ${parameter}`, filterValue(value)];
    }),
  ];
  return given.filter((condition) => condition !== false);
}
