import { foldedText } from '../../common/index.js';
import type { AttributeValue, RunCursor, RunFilter, RunPageRequest } from '../../runs/index.js';
import type { RunHead } from './run-head.js';
import { SortedRuns, type ListedRun } from './sorted-runs.js';

/** Reads what lists filter by; there is a group of runs, with its own order, for each value. */
type Field = (run: Pick<RunHead, 'status' | 'pipeline' | 'attributes'>) => AttributeValue | null;

const OWN_FIELDS: readonly Field[] = [({ status }) => status, ({ pipeline }) => pipeline];

const fieldOf =
  (name: string): Field =>
  ({ attributes }) =>
    attributes[name] ?? null;

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
interface HeadPage {
  readonly items: readonly RunHead[];
  readonly total: number | null;
}

const EMPTY_GROUP = new SortedRuns();

/** All runs in the order of lists, kept up with each change, so that a page costs what is on it. */
export class RunList {
  private readonly listed = new Map<string, ListedRun>();
  private readonly all = new SortedRuns();
  private groups = new Map<string, SortedRuns>();
  private fields: readonly Field[] = OWN_FIELDS;
  private declared: readonly string[] = [];

  /** Finds runs by these attributes from now on without looking at all of them. */
  declare(attributes: readonly string[]): void {
    this.declared = attributes;
    this.fields = [...OWN_FIELDS, ...attributes.map(fieldOf)];
    this.groups = new Map();
    for (const listed of this.all.listed()) this.enterAll(listed); // oldest first, so that each group only grows at its end
  }

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
    for (const [field, read] of this.fields.entries()) this.leave(field, read(known.run), known);
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
    const rest = this.undeclared(filter);
    const runs = narrowest?.group ?? this.all;
    const bounds = boundsOf(runs, filter, after);
    if (others.length > 0 || part !== null || rest.length > 0)
      return filteredPage(runs, bounds, { others, part, rest }, request);
    const items: RunHead[] = [];
    for (let at = bounds.to - 1 - offset; at >= bounds.from && items.length < limit; at--) {
      const run = runs.at(at)?.run;
      if (run) items.push(run);
    }
    return { items, total: after ? null : Math.max(0, bounds.to - bounds.from) };
  }

  /** What a filter wishes of the fields, the fewest runs first. */
  private wishesOf({ status, pipeline, attributes = {} }: RunFilter): Wish[] {
    const wanted = [status, pipeline, ...this.declared.map((name) => attributes[name])];
    const wishes = wanted.flatMap((value, field) => {
      if (value === undefined || value === null) return [];
      return [{ field, group: this.groups.get(groupName(field, value)) ?? EMPTY_GROUP }];
    });
    return wishes.toSorted((a, b) => a.group.length - b.group.length);
  }

  /** The attributes of a filter that nobody has declared. */
  private undeclared({ attributes = {} }: RunFilter): [name: string, value: AttributeValue][] {
    return Object.entries(attributes).filter(([name]) => !this.declared.includes(name));
  }

  private add(listed: ListedRun): void {
    this.listed.set(listed.run_id, listed);
    this.all.add(listed);
    this.enterAll(listed);
  }

  private enterAll(listed: ListedRun): void {
    for (const [field, read] of this.fields.entries()) this.enter(field, read(listed.run), listed);
  }

  private change(listed: ListedRun, run: RunHead): void {
    const before = listed.run;
    listed.run = run;
    for (const [field, read] of this.fields.entries()) {
      if (read(before) === read(run)) continue;
      this.leave(field, read(before), listed);
      this.enter(field, read(run), listed);
    }
  }

  private enter(field: number, value: AttributeValue | null, listed: ListedRun): void {
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

  private leave(field: number, value: AttributeValue | null, listed: ListedRun): void {
    const group = listed.groups[field];
    if (!group || value === null) return;
    group.remove(listed);
    if (group.length === 0) this.groups.delete(groupName(field, value));
  }
}

/** What runs have to fit in addition to the narrowest wish; `part` is folded, of the title. */
interface FurtherWishes {
  readonly others: readonly Wish[];
  readonly part: string | null;
  /** Attributes that have no groups. */
  readonly rest: readonly (readonly [name: string, value: AttributeValue])[];
}

function fits({ groups, run }: ListedRun, { others, part, rest }: FurtherWishes): boolean {
  if (part !== null && run.folded_title?.includes(part) !== true) return false;
  if (rest.some(([name, value]) => run.attributes[name] !== value)) return false;
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

/** The positions of the runs that fit a filter's times, and follow a cursor. */
function boundsOf(runs: SortedRuns, filter: RunFilter, after: RunCursor | undefined): Bounds {
  const { created_after, created_before } = filter;
  const from = created_after === undefined ? 0 : runs.countBefore(earliestAt(created_after));
  const before = created_before === undefined ? runs.length : runs.countBefore(earliestAt(created_before));
  return { from, to: after ? Math.min(before, runs.countBefore(after)) : before };
}

/** A position ahead of every run of a moment. */
function earliestAt(created_at: string): RunCursor {
  return { created_at, run_id: '' };
}

function groupName(field: number, value: AttributeValue): string {
  return `${field}=${JSON.stringify(value)}`;
}
