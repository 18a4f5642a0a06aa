import { foldedText } from '../../common/index.js';
import type { RunFilter, RunPageRequest, RunCursor } from '../../runs/index.js';
import type { RunHead } from './run-head.js';
import { SortedRuns, type ListedRun } from './sorted-runs.js';

/** The fields that lists are filtered by; there is a group, with its own order, for each of their values. */
const FIELDS = ['status', 'pipeline', 'thread_status', 'seed_id', 'board_id', 'pack_fingerprint'] as const;

/** The group that a filter's wish for a field leaves. */
interface Wish {
  /** Which of the fields. */
  readonly field: number;
  readonly group: SortedRuns;
}

/** Positions in an order, the end not included. */
interface Bounds {
  readonly from: number;
  readonly to: number;
}

/** A page of the list, as `RunPage` is one of whole records. */
export interface HeadPage {
  readonly items: readonly RunHead[];
  readonly total: number | null;
}

const EMPTY_GROUP = new SortedRuns();

/** All runs in the order of lists, kept up with each change, so that a page costs what is on it. */
export class RunList {
  private readonly listed = new Map<string, ListedRun>();
  private readonly all = new SortedRuns();
  private readonly groups = new Map<string, SortedRuns>();

  /** Takes in a run, or its new head. A run's `created_at` never changes. */
  put(run: RunHead): void {
    const known = this.listed.get(run.run_id);
    if (!known) this.add({ created_at: run.created_at, run_id: run.run_id, run, groups: [] });
    else if (known.run !== run) this.change(known, run);
  }

  remove(runId: string): void {
    const known = this.listed.get(runId);
    if (!known) return;
    this.listed.delete(runId);
    this.all.remove(known);
    for (const [field, name] of FIELDS.entries()) this.leave(field, known.run[name], known);
  }

  /** All heads, oldest first. */
  heads(): RunHead[] {
    return this.all.heads();
  }

  /** The page that is asked for. The heads are those that were put in. */
  page(request: RunPageRequest): HeadPage {
    const { filter, limit, offset, after } = request;
    const [narrowest, ...others] = this.wishesOf(filter);
    const part = filter.title === undefined ? null : foldedText(filter.title);
    const runs = narrowest?.group ?? this.all;
    const bounds = boundsOf(runs, filter, after);
    if (others.length > 0 || part !== null) return filteredPage(runs, bounds, { others, part }, request);
    const items: RunHead[] = [];
    for (let at = bounds.to - 1 - offset; at >= bounds.from && items.length < limit; at--) {
      const run = runs.at(at)?.run;
      if (run) items.push(run);
    }
    return { items, total: after ? null : Math.max(0, bounds.to - bounds.from) };
  }

  /** What a filter wishes of the fields, the fewest runs first. */
  private wishesOf(filter: RunFilter): Wish[] {
    const wishes = FIELDS.flatMap((name, field) => {
      const value = filter[name];
      if (value === undefined || value === null) return [];
      return [{ field, group: this.groups.get(groupName(field, value)) ?? EMPTY_GROUP }];
    });
    return wishes.toSorted((a, b) => a.group.length - b.group.length);
  }

  private add(listed: ListedRun): void {
    this.listed.set(listed.run_id, listed);
    this.all.add(listed);
    for (const [field, name] of FIELDS.entries()) this.enter(field, listed.run[name], listed);
  }

  private change(listed: ListedRun, run: RunHead): void {
    const before = listed.run;
    listed.run = run;
    for (const [field, name] of FIELDS.entries()) {
      if (before[name] === run[name]) continue;
      this.leave(field, before[name], listed);
      this.enter(field, run[name], listed);
    }
  }

  private enter(field: number, value: string | null, listed: ListedRun): void {
    if (value === null) {
      listed.groups[field] = null;
      return;
    }
    const name = groupName(field, value);
    const group = this.groups.get(name) ?? new SortedRuns();
    this.groups.set(name, group);
    group.add(listed);
    listed.groups[field] = group;
  }

  private leave(field: number, value: string | null, listed: ListedRun): void {
    const group = listed.groups[field];
    if (!group || value === null) return;
    group.remove(listed);
    if (group.length === 0) this.groups.delete(groupName(field, value));
  }
}

/** What runs have to fit beside the narrowest wish; `part` is folded, of the title. */
interface FurtherWishes {
  readonly others: readonly Wish[];
  readonly part: string | null;
}

function fits({ groups, run }: ListedRun, { others, part }: FurtherWishes): boolean {
  if (part !== null && run.folded_title?.includes(part) !== true) return false;
  return others.every(({ field, group }) => groups[field] === group);
}

/** A page of the runs within bounds that fit further wishes. Ends early where no total is asked for. */
function filteredPage(
  runs: SortedRuns,
  { from, to }: Bounds,
  wishes: FurtherWishes,
  { limit, offset, after }: RunPageRequest,
): HeadPage {
  const items: RunHead[] = [];
  let total = 0;
  for (let at = to - 1; at >= from; at--) {
    if (after && items.length >= limit) break;
    const listed = runs.at(at);
    if (!listed || !fits(listed, wishes)) continue;
    total += 1;
    if (total > offset && items.length < limit) items.push(listed.run);
  }
  return { items, total: after ? null : total };
}

/** Where the runs stand that fit a filter's times, and follow a place of the list. */
function boundsOf(runs: SortedRuns, filter: RunFilter, after: RunCursor | undefined): Bounds {
  const { created_after, created_before } = filter;
  const from = created_after === undefined ? 0 : runs.countBefore(earliestAt(created_after));
  const before = created_before === undefined ? runs.length : runs.countBefore(earliestAt(created_before));
  return { from, to: after ? Math.min(before, runs.countBefore(after)) : before };
}

/** A place before that of every run of a moment. */
function earliestAt(created_at: string): RunCursor {
  return { created_at, run_id: '' };
}

function groupName(field: number, value: string): string {
  return `${field}=${value}`;
}
