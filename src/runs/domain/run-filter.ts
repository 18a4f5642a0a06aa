import { foldedText } from '../../common/index.js';
import type { RunExpiry } from '../ports/store-maintenance.js';
import type { RunFilter, RunPage, RunPageRequest, RunCursor } from '../ports/run-store.js';
import { hasEnded, type RunRecord } from './run.js';

/** Whether a run fits all conditions of a filter. */
function matchesFilter(run: RunRecord, filter: RunFilter): boolean {
  const { created_after, created_before, title, attributes = {}, ...equal } = filter;
  if (created_after !== undefined && run.created_at < created_after) return false;
  if (created_before !== undefined && run.created_at >= created_before) return false;
  if (title !== undefined && !hasTitle(run, title)) return false;
  if (Object.entries(attributes).some(([name, value]) => run.attributes[name] !== value)) return false;
  return Object.entries(equal).every(
    ([name, value]) => value === undefined || run[name as keyof typeof equal] === value,
  );
}

/** Whether a run's title contains a text, whatever the case. */
function hasTitle({ title }: RunRecord, part: string): boolean {
  return title !== null && foldedText(title).includes(foldedText(part));
}

/** Orders runs newest first: by creation, then by id. */
export function newestFirst(a: RunCursor, b: RunCursor): number {
  if (a.created_at !== b.created_at) return a.created_at < b.created_at ? 1 : -1;
  if (a.run_id === b.run_id) return 0;
  return a.run_id < b.run_id ? 1 : -1;
}

/** The page that is asked for, of all runs in any order. */
export function pageOf(runs: readonly RunRecord[], request: RunPageRequest): RunPage {
  const { filter, limit, offset, after } = request;
  const fitting = runs.filter((run) => matchesFilter(run, filter));
  const listed = after ? fitting.filter((run) => newestFirst(after, run) < 0) : fitting;
  const items = listed.toSorted(newestFirst).slice(offset, offset + limit);
  return { items, total: after ? null : fitting.length };
}

/** Of all runs, those that have ended and expired, oldest first. */
export function expiredOf<T extends RunCursor & Pick<RunRecord, 'status' | 'ended_at'>>(
  runs: readonly T[],
  expiry: RunExpiry,
): readonly T[] {
  const { endedBefore, keepNewest = Infinity } = expiry;
  const ended = runs.filter(({ status }) => hasEnded(status)).toSorted(newestFirst);
  const isExpired = ({ ended_at, created_at }: T, index: number) =>
    index >= keepNewest || (endedBefore !== undefined && (ended_at ?? created_at) < endedBefore);
  return ended.filter(isExpired).toReversed();
}
