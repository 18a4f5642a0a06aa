import type { RunFilter } from '../run.repository.js';
import type { RunRecord } from './run.js';

/** Whether a run fits all conditions of a filter. */
export function matchesFilter(run: RunRecord, filter: RunFilter): boolean {
  const { created_after, created_before, ...equal } = filter;
  if (created_after !== undefined && run.created_at < created_after) return false;
  if (created_before !== undefined && run.created_at >= created_before) return false;
  return Object.entries(equal).every(
    ([name, value]) => value === undefined || run[name as keyof typeof equal] === value,
  );
}

/** Orders runs newest first: by creation, then by id. */
export function newestFirst(a: RunRecord, b: RunRecord): number {
  if (a.created_at !== b.created_at) return a.created_at < b.created_at ? 1 : -1;
  return a.run_id < b.run_id ? 1 : -1;
}
