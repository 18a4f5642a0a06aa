import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FileIdentity } from '../../common/index.js';
import {
  expiredOf,
  isLive,
  type RunRecord,
  type RunRequest,
  CorruptRunlogError,
  IdempotencyKeyTakenError,
  RunConflictError,
  RunNotFoundError,
  StorageUnavailableError,
  type Deleter,
  type HeldRun,
  type LeaseTerms,
  type NewRun,
  type RowSelection,
  type RowText,
  type RowTextSelection,
  type RunCheckpoint,
  type RunCommit,
  type RunExpiry,
  type RunPage,
  type RunPageRequest,
  type RunRepository,
  type RunlogRow,
  type UsedIdempotencyKey,
} from '../../runs/index.js';
import {
  RunLease,
  heldRun,
  isDeletable,
  isHeldBy,
  isInterrupted,
  isOrphan,
  keepsCancelRequest,
  oldestFirst,
  type LeaseState,
} from '../run-lease.js';
import { replaceFile } from './durable-files.js';
import { FileAnswers } from './file-answers.js';
import { FolderLock } from './folder-lock.js';
import { leased, markCancelled, readRun, type ReadRun } from './known-run.js';
import { KnownRuns, keyName } from './known-runs.js';
import { RunFolder, unanswered, type FolderCommit } from './run-folder.js';
import { headOf, keyOf } from './run-head.js';
import { KeyedMutex } from './keyed-mutex.js';

const NOTHING: Pick<FolderCommit, 'rows' | 'checkpoints'> = { rows: [], checkpoints: [] };

/**
 * Keeps each run in a folder of its own, as files that people can read. One process at a time, so leases are kept in
 * memory, and end with the process. Folders are found through the ids read at start: a caller's text never becomes
 * part of a path.
 */
export class FileRunRepository implements RunRepository {
  readonly answers: FileAnswers;
  /** What changes one run, or uses one key, takes turns. */
  private readonly turns = new KeyedMutex();
  private readonly runs: KnownRuns;
  private readonly files: readonly FileIdentity[];

  private constructor(
    private readonly path: string,
    private readonly lock: FolderLock,
  ) {
    this.runs = new KnownRuns(path, this.turns);
    this.files = [path, lock.file].map((file) => new FileIdentity(file));
    this.answers = new FileAnswers(path, this.runs, this.turns, (work) => this.storing(work));
  }

  /** Opens (and makes, if need be) a repository in a folder. */
  static async open(path: string): Promise<FileRunRepository> {
    await mkdir(path, { recursive: true });
    const lock = new FolderLock(path);
    await lock.acquire();
    const repository = new FileRunRepository(path, lock);
    try {
      await repository.runs.load();
    } catch (error) {
      await lock.release();
      throw error;
    }
    return repository;
  }

  create(newRun: NewRun): Promise<void> {
    const { key } = newRun;
    const create = () => this.turns.run(newRun.run.run_id, () => this.createNext(newRun));
    if (!key) return create();
    return this.turns.run(keyName(key.scope, key.key), async () => {
      if (this.runs.withKey(key.scope, key.key) !== undefined) throw new IdempotencyKeyTakenError();
      await create();
    });
  }

  async commit({ run, rows, text, token, checkpoints = [] }: RunCommit): Promise<void> {
    const isWritten = await this.change(run.run_id, async (known) => {
      const follows = known.file.run.summary.rows === run.summary.rows - rows.length;
      if (!follows || known.lease.token !== token) return false;
      const cancelRequested = keepsCancelRequest(run) && known.file.cancel_requested === true;
      known.file = await known.folder.commit(known.file, { run, rows, text, checkpoints, cancelRequested });
      if (!isLive(run.status)) known.lease.end();
      return true;
    });
    if (!isWritten) throw new RunConflictError(run.run_id);
  }

  async renewLeases(terms: LeaseTerms): Promise<readonly HeldRun[]> {
    const held = this.runs.unfinished().filter((known) => isHeldBy(leased(known), terms.owner));
    for (const { lease } of held) lease.renew(terms);
    return held.map((known) => heldRun(leased(known)));
  }

  async takeOrphans(terms: LeaseTerms, now: string, limit: number): Promise<readonly HeldRun[]> {
    const orphans = this.runs.unfinished().filter((known) => isOrphan(leased(known), terms.owner, now));
    const taken: HeldRun[] = [];
    for (const { folder } of orphans.toSorted((a, b) => oldestFirst(a.file.run, b.file.run))) {
      if (taken.length >= limit) break;
      const held = await this.takeIf(folder.runId, terms, (run) => isOrphan(run, terms.owner, now));
      if (held) taken.push(held);
    }
    return taken;
  }

  take(runId: string, terms: LeaseTerms, now: string): Promise<HeldRun | null> {
    return this.takeIf(runId, terms, ({ lease }) => lease.isFreeAt(now));
  }

  async release(runId: string, token: number): Promise<void> {
    const lease = this.runs.get(runId)?.lease;
    if (lease?.token === token) lease.end();
  }

  async interruptOrphans(owner: string, now: string): Promise<void> {
    const orphans = this.runs.unfinished().filter((known) => isInterrupted(leased(known), owner, now));
    for (const { folder } of orphans) {
      await this.change(folder.runId, async (known) => {
        if (!isInterrupted(leased(known), owner, now)) return;
        known.file = await folder.replace(known.file, { run: { ...known.file.run, status: 'interrupted' } });
        known.lease.fenceOff();
      });
    }
  }

  async requestCancel(runId: string): Promise<boolean> {
    return (await this.change(runId, markCancelled, true)) ?? false;
  }

  async findKey(scope: string, key: string): Promise<UsedIdempotencyKey | null> {
    const runId = this.runs.withKey(scope, key);
    if (runId === undefined) return null;
    return this.reading(runId, null, async ({ file: { key: made } }) =>
      made ? { bodyHash: made.body_hash, runId, response: structuredClone(made.answer) } : null,
    );
  }

  async saveResponse(scope: string, key: string, response: RunRecord): Promise<void> {
    await this.change(this.runs.withKey(scope, key) ?? '', async (known) => {
      const { key: stored } = known.file;
      if (!stored || stored.answer) return;
      known.file = await known.folder.replace(known.file, { key: { ...stored, answer: response } });
    });
  }

  find(runId: string): Promise<RunRecord | null> {
    return this.reading(runId, null, async ({ file }) => structuredClone(file.run));
  }

  findRequest(runId: string): Promise<RunRequest | null> {
    return this.reading(runId, null, ({ folder }) => folder.readRequest());
  }

  async declareFilters(attributes: readonly string[]): Promise<void> {
    this.runs.declareFilters(attributes);
  }

  list(page: RunPageRequest): Promise<RunPage> {
    return this.storing(() => this.runs.page(page));
  }

  readRows(runId: string, selection: RowSelection): Promise<readonly RunlogRow[]> {
    return this.reading(runId, [], ({ folder, file }) => folder.readRows(file, selection));
  }

  readRowText(runId: string, selection: RowTextSelection): Promise<RowText | null> {
    return this.reading(runId, null, ({ folder, file }) => folder.readRowText(file, selection));
  }

  readCheckpoints(runId: string): Promise<readonly RunCheckpoint[]> {
    const read = () => this.reading(runId, [], ({ folder, file }) => folder.readCheckpoints(file));
    return read().catch(() => this.turns.run(runId, async () => {}).then(read)); // a commit has removed what it replaced
  }

  delete(runId: string, by: Deleter): Promise<boolean> {
    return this.turns.run(runId, async () => {
      const known = this.runs.get(runId);
      if (!known) return false;
      if (!isDeletable(known.damage ? null : known.head.status, known.lease, by))
        throw new RunConflictError(runId);
      await this.storing(async () => {
        const rest = await known.folder.markDeleted();
        this.runs.remove(known);
        await rest.remove();
      });
      return true;
    });
  }

  /** Runs that are damaged do not expire: only somebody who has seen them deletes them. */
  async findExpired(expiry: RunExpiry, limit: number): Promise<readonly string[]> {
    const ids = expiredOf(this.runs.readableHeads(), expiry).map(({ run_id }) => run_id);
    return ids.filter((runId) => this.runs.get(runId)?.lease.isLeased === false).slice(0, limit);
  }

  async reclaimSpace(): Promise<void> {} // a folder that is removed takes no space

  probe(): Promise<void> {
    return this.storing(() => replaceFile(join(this.path, 'probe'), new Date(0).toISOString()));
  }

  async close(): Promise<void> {
    await this.runs.close();
    await this.lock.release();
  }

  private async createNext({ run, request, rows, lease, key, copy }: NewRun): Promise<void> {
    if (this.runs.has(run.run_id)) throw new RunConflictError(run.run_id);
    const folder = new RunFolder(run.run_id, join(this.path, run.run_id));
    const copied = copy ? await this.readCopied(copy) : NOTHING;
    const first = { run, request, rows: [...copied.rows, ...rows], ...(key && { key: unanswered(key) }) };
    const file = await this.storing(() => folder.create({ ...first, checkpoints: copied.checkpoints }));
    this.runs.add({ folder, lease: new RunLease(lease ?? null), head: headOf(run), key: keyOf(file), file });
  }

  /** @throws RunNotFoundError when the run is gone, or goes meanwhile */
  private async readCopied({ runId, throughSeq }: NonNullable<NewRun['copy']>): Promise<typeof NOTHING> {
    const copied = await this.reading(runId, null, ({ folder, file }) =>
      folder.readThrough(file, throughSeq),
    );
    if (!copied) throw new RunNotFoundError(runId);
    return copied;
  }

  private async takeIf(
    runId: string,
    terms: LeaseTerms,
    isFree: (run: LeaseState) => boolean,
  ): Promise<HeldRun | null> {
    const take = async (known: ReadRun) => {
      if (!isFree(leased(known))) return null;
      known.lease.take(terms);
      return heldRun(leased(known));
    };
    return (await this.change(runId, take)) ?? null;
  }

  /** Does something with a run when its turn comes; undefined when there is no such run. */
  private async change<T>(
    runId: string,
    work: (known: ReadRun) => Promise<T>,
    urgent = false,
  ): Promise<T | undefined> {
    if (!this.runs.has(runId)) return undefined;
    const turn = async () => {
      const known = this.runs.get(runId);
      if (!known || known.damage) return undefined;
      return this.storing(async () => {
        const run = await readRun(known);
        const before = run.file;
        const done = await work(run);
        if (run.file !== before) this.runs.change(known, run.file);
        return done;
      });
    };
    return this.turns.run(runId, turn, urgent);
  }

  /** Reads of a run; gives `none` when there is no such run, or it is deleted meanwhile. */
  private async reading<T>(runId: string, none: T, read: (run: ReadRun) => Promise<T>): Promise<T> {
    const known = this.runs.get(runId);
    if (!known) return none;
    try {
      return await this.storing(async () => read(await readRun(known)));
    } catch (error) {
      if (await this.runs.isGone(runId)) return none;
      throw error;
    }
  }

  private async storing<T>(work: () => Promise<T>): Promise<T> {
    try {
      for (const file of this.files) file.assertUnchanged(); // else what is missing would be taken for damage
      return await work();
    } catch (error) {
      throw error instanceof CorruptRunlogError ? error : new StorageUnavailableError(error);
    }
  }
}
