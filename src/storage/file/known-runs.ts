import { describeError } from '../../common/index.js';
import {
  damagedRun,
  hasEnded,
  type RunRecord,
  CorruptRunlogError,
  type RunPage,
  type RunPageRequest,
} from '../../runs/index.js';
import { readRun, type KnownRun, type ReadRun } from './known-run.js';
import { headOf, type RunHead } from './run-head.js';
import { RecentRecords } from './recent-records.js';
import { RunIndex, entryOf } from './run-index.js';
import { RunList } from './run-list.js';
import { loadRuns } from './run-loader.js';
import type { KeyedMutex } from './keyed-mutex.js';

/** The runs of a folder by id, by idempotency key, and in the order of lists. */
export class KnownRuns {
  private readonly runs = new Map<string, KnownRun>();
  /** Those that have not ended: few, however many there are in all. */
  private readonly open = new Map<string, KnownRun>();
  /** The run that each idempotency key has made. */
  private readonly keys = new Map<string, string>();
  private readonly list = new RunList();
  private readonly recent = new RecentRecords();

  private readonly index: RunIndex;

  /** @param turns those that changes of a run take */
  constructor(
    private readonly path: string,
    private readonly turns: KeyedMutex,
  ) {
    this.index = new RunIndex(path);
  }

  /** Finds the runs that are there. */
  async load(): Promise<void> {
    for (const known of await loadRuns(this.path, this.index)) this.add(known);
  }

  get(runId: string): KnownRun | undefined {
    return this.runs.get(runId);
  }

  has(runId: string): boolean {
    return this.runs.has(runId);
  }

  ids(): Iterable<string> {
    return this.runs.keys();
  }

  /** Whether a run that could not be read was being deleted. */
  isGone(runId: string): Promise<boolean> {
    return this.turns.run(runId, async () => !this.runs.has(runId));
  }

  /** The runs that are queued, running or interrupted. */
  unfinished(): ReadRun[] {
    return [...this.open.values()].flatMap(({ folder, lease, file }) =>
      file ? [{ folder, lease, file }] : [],
    );
  }

  /** The id of the run that a key has made; undefined when there is none. */
  withKey(scope: string, key: string): string | undefined {
    return this.keys.get(keyName(scope, key));
  }

  add(known: KnownRun): void {
    const { folder, head, key, file } = known;
    this.runs.set(folder.runId, known);
    if (key) this.keys.set(keyName(key.scope, key.key), folder.runId);
    if (file) this.change(known, file);
    else this.list.put(head);
  }

  /** Takes note of what `run.json` of a run holds now. */
  change(known: KnownRun, file: NonNullable<KnownRun['file']>): void {
    const isOver = hasEnded(file.run.status);
    known.head = headOf(file.run);
    known.file = isOver ? undefined : file;
    if (isOver) {
      this.open.delete(known.folder.runId);
      this.recent.put(file.run);
      this.index.note(entryOf(known.folder, file));
    } else {
      this.open.set(known.folder.runId, known);
      this.recent.remove(known.folder.runId);
    }
    this.list.put(known.head);
  }

  remove({ folder, key }: KnownRun): void {
    this.runs.delete(folder.runId);
    this.open.delete(folder.runId);
    if (key) this.keys.delete(keyName(key.scope, key.key));
    this.list.remove(folder.runId);
    this.recent.remove(folder.runId);
    this.index.forget();
  }

  /** Leaves the index as the next start needs it. */
  close(): Promise<void> {
    return this.index.tidy(this.runs);
  }

  /** Finds runs by these attributes from now on without looking at all of them. */
  declareFilters(attributes: readonly string[]): void {
    this.list.declare(attributes);
  }

  /** The page that is asked for; the records of ended runs are read. */
  async page(request: RunPageRequest): Promise<RunPage> {
    const { items, total } = this.list.page(request);
    const records = await Promise.all(items.map(({ run_id }) => this.recordOf(run_id)));
    const present = records.filter((record) => record !== null);
    return present.length === items.length ? { items: present, total } : this.page(request);
  }

  /** The heads of the runs that are not damaged, oldest first. */
  readableHeads(): RunHead[] {
    return this.list.heads().filter(({ run_id }) => !this.runs.get(run_id)?.damage);
  }

  /** What lists show of a run; null when it was deleted meanwhile. */
  private async recordOf(runId: string): Promise<RunRecord | null> {
    const known = this.runs.get(runId);
    const record = known?.file?.run ?? this.recent.get(runId);
    if (!known || record) return structuredClone(record ?? null);
    const { head } = known;
    try {
      const { run } = (await readRun(known)).file;
      if (known.head === head && this.has(runId)) this.recent.put(run); // else it has changed meanwhile
      return structuredClone(run);
    } catch (error) {
      if (await this.isGone(runId)) return null;
      if (!(error instanceof CorruptRunlogError)) throw error;
      return damagedRun(runId, describeError(error));
    }
  }
}

/** One text for a key of a caller and route. */
export function keyName(scope: string, key: string): string {
  return JSON.stringify([scope, key]);
}
