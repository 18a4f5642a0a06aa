import { describeError } from '../../../common/index.js';
import { damagedRun } from '../../damaged-run.js';
import type { RunRecord } from '../../domain/run.js';
import type { RunPage, RunPageRequest } from '../../run.repository.js';
import { isReadable, type KnownRun, type ReadableRun } from './known-run.js';
import { RunList } from './run-list.js';

/** The runs of a folder by id, by idempotency key, and in the order of lists. */
export class KnownRuns {
  private readonly runs = new Map<string, KnownRun>();
  /** The run that each idempotency key has made. */
  private readonly keys = new Map<string, string>();
  private readonly list = new RunList();

  get(runId: string): KnownRun | undefined {
    return this.runs.get(runId);
  }

  has(runId: string): boolean {
    return this.runs.has(runId);
  }

  /** The runs that are not damaged. */
  readable(): ReadableRun[] {
    return [...this.runs.values()].filter(isReadable);
  }

  /** The id of the run that a key has made; undefined when there is none. */
  withKey(scope: string, key: string): string | undefined {
    return this.keys.get(keyName(scope, key));
  }

  add(known: KnownRun): void {
    const { folder, file } = known;
    this.runs.set(folder.runId, known);
    if (file?.key) this.keys.set(keyName(file.key.scope, file.key.key), folder.runId);
    this.refresh(known);
  }

  /** Takes note of what has changed of a run. */
  refresh({ folder, file, damage }: KnownRun): void {
    this.list.put(file?.run ?? damagedRun(folder.runId, describeError(damage)));
  }

  remove({ folder, file }: KnownRun): void {
    this.runs.delete(folder.runId);
    if (file?.key) this.keys.delete(keyName(file.key.scope, file.key.key));
    this.list.remove(folder.runId);
  }

  page(request: RunPageRequest): RunPage {
    return this.list.page(request);
  }

  /** The records of the runs that are not damaged, oldest first. */
  readableRecords(): RunRecord[] {
    return this.list.records().filter(({ run_id }) => this.runs.get(run_id)?.file);
  }
}

/** One text for a key of a caller and route. */
export function keyName(scope: string, key: string): string {
  return JSON.stringify([scope, key]);
}
