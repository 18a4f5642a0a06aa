import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { matchesFilter, newestFirst } from '../../domain/run-filter.js';
import { isLive, type RunRecord, type RunRequest } from '../../domain/run.js';
import {
  CorruptRunlogError,
  IdempotencyKeyTakenError,
  RunConflictError,
  StorageUnavailableError,
} from '../../run.errors.js';
import type {
  HeldRun,
  LeaseTerms,
  NewRun,
  RowSelection,
  RunCheckpoint,
  RunCommit,
  RunPage,
  RunPageRequest,
  RunRepository,
  RunlogRow,
  UsedIdempotencyKey,
} from '../../run.repository.js';
import {
  RunLease,
  heldRun,
  isHeldBy,
  isInterrupted,
  isOrphan,
  keepsCancelRequest,
  oldestFirst,
  type LeasedRun,
} from '../run-lease.js';
import { replaceFile } from './durable-files.js';
import { FolderLock } from './folder-lock.js';
import { isReadable, leased, type KnownRun, type ReadableRun } from './known-run.js';
import { RunFolder, type FolderCommit, type RunFile } from './run-folder.js';
import { Turns } from './turns.js';

const NOTHING: Pick<FolderCommit, 'rows' | 'checkpoints'> = { rows: [], checkpoints: [] };

/**
 * Keeps each run in a folder of its own, as files that people can read. One process at a time, so leases are kept in
 * memory, and end with the process. Folders are found through the ids read at start: a caller's text never becomes
 * part of a path.
 */
export class FileRunRepository implements RunRepository {
  private readonly logger = new Logger(FileRunRepository.name);
  private readonly runs = new Map<string, KnownRun>();
  /** The run that each idempotency key has made. */
  private readonly keys = new Map<string, string>();
  /** What changes one run, or uses one key, takes turns. */
  private readonly turns = new Turns();

  private constructor(
    private readonly path: string,
    private readonly lock: FolderLock,
  ) {}

  /** Opens (and makes, if need be) a repository in a folder. */
  static async open(path: string): Promise<FileRunRepository> {
    await mkdir(path, { recursive: true });
    const lock = new FolderLock(path);
    await lock.acquire();
    const repository = new FileRunRepository(path, lock);
    try {
      await repository.load();
    } catch (error) {
      await lock.release();
      throw error;
    }
    return repository;
  }

  create(newRun: NewRun): Promise<void> {
    const { run, key } = newRun;
    const name = key && keyName(key.scope, key.key);
    const create = () => this.turns.run(run.run_id, () => this.createNext(newRun));
    if (name === undefined) return create();
    return this.turns.run(name, async () => {
      if (this.runs.has(this.keys.get(name) ?? '')) throw new IdempotencyKeyTakenError();
      await create();
      this.keys.set(name, run.run_id);
    });
  }

  async commit(commit: RunCommit): Promise<void> {
    const { run, rows, token, checkpoints = [] } = commit;
    const isWritten = await this.change(run.run_id, async (known) => {
      const follows = known.file.run.summary.rows === run.summary.rows - rows.length;
      if (!follows || known.lease.token !== token) return false;
      const cancelRequested = keepsCancelRequest(run) && known.file.cancel_requested === true;
      known.file = await known.folder.commit(known.file, { run, rows, checkpoints, cancelRequested });
      if (!isLive(run.status)) known.lease.end();
      return true;
    });
    if (!isWritten) throw new RunConflictError(run.run_id);
  }

  async renewLeases(terms: LeaseTerms): Promise<readonly HeldRun[]> {
    const held = this.readable().filter((known) => isHeldBy(leased(known), terms.owner));
    for (const { lease } of held) lease.renew(terms);
    return held.map((known) => heldRun(leased(known)));
  }

  async takeOrphans(terms: LeaseTerms, now: string, limit: number): Promise<readonly HeldRun[]> {
    const orphans = this.readable().filter((known) => isOrphan(leased(known), terms.owner, now));
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
    const orphans = this.readable().filter((known) => isInterrupted(leased(known), owner, now));
    for (const { folder } of orphans) {
      await this.change(folder.runId, async (known) => {
        if (!isInterrupted(leased(known), owner, now)) return;
        const run: RunRecord = { ...known.file.run, status: 'interrupted' };
        known.file = await folder.replace(known.file, { run });
        known.lease.fenceOff();
      });
    }
  }

  async requestCancel(runId: string): Promise<boolean> {
    return (await this.change(runId, markCancelled, true)) ?? false;
  }

  async findKey(scope: string, key: string): Promise<UsedIdempotencyKey | null> {
    const runId = this.keys.get(keyName(scope, key));
    const stored = runId === undefined ? undefined : this.runs.get(runId)?.file?.key;
    if (runId === undefined || !stored) return null;
    return { bodyHash: stored.body_hash, runId, answer: structuredClone(stored.answer) };
  }

  async saveAnswer(scope: string, key: string, answer: RunRecord): Promise<void> {
    const runId = this.keys.get(keyName(scope, key)) ?? '';
    await this.change(runId, async (known) => {
      const stored = known.file.key;
      if (!stored || stored.answer) return;
      known.file = await known.folder.replace(known.file, { key: { ...stored, answer } });
    });
  }

  async find(runId: string): Promise<RunRecord | null> {
    return structuredClone(this.fileOf(runId)?.file.run ?? null);
  }

  async findRequest(runId: string): Promise<RunRequest | null> {
    const found = this.fileOf(runId);
    return found ? this.storing(() => found.folder.readRequest()) : null;
  }

  async list({ filter, limit, offset }: RunPageRequest): Promise<RunPage> {
    const runs = [...this.runs.values()].flatMap(({ file }) => (file ? [file.run] : []));
    const found = runs.filter((run) => matchesFilter(run, filter));
    const items = found.toSorted(newestFirst).slice(offset, offset + limit);
    return { items: structuredClone(items), total: found.length };
  }

  async readRows(runId: string, selection: RowSelection): Promise<readonly RunlogRow[]> {
    const found = this.fileOf(runId);
    return found ? this.storing(() => found.folder.readRows(found.file, selection)) : [];
  }

  async readCheckpoints(runId: string): Promise<readonly RunCheckpoint[]> {
    const found = this.fileOf(runId);
    return found ? this.storing(() => found.folder.readCheckpoints(found.file)) : [];
  }

  async probe(): Promise<void> {
    await this.storing(() => replaceFile(join(this.path, 'probe'), new Date(0).toISOString()));
  }

  async close(): Promise<void> {
    await this.lock.release();
  }

  private async createNext({ run, request, rows, lease, key, copy }: NewRun): Promise<void> {
    if (this.runs.has(run.run_id)) throw new RunConflictError(run.run_id);
    const folder = new RunFolder(run.run_id, join(this.path, run.run_id));
    const file = await this.storing(async () => {
      const source = copy && this.fileOf(copy.runId);
      const copied = source ? await source.folder.readThrough(source.file, copy.throughSeq) : NOTHING;
      return folder.create({
        run,
        request,
        rows: [...copied.rows, ...rows],
        checkpoints: copied.checkpoints,
        ...(key && { key: { scope: key.scope, key: key.key, body_hash: key.bodyHash, answer: null } }),
      });
    });
    this.runs.set(run.run_id, { folder, file, lease: new RunLease(lease) });
  }

  private async takeIf(
    runId: string,
    terms: LeaseTerms,
    isFree: (run: LeasedRun) => boolean,
  ): Promise<HeldRun | null> {
    const held = await this.change(runId, async (known) => {
      if (!isFree(leased(known))) return null;
      known.lease.take(terms);
      return heldRun(leased(known));
    });
    return held ?? null;
  }

  /** Does something with a run when its turn comes; undefined when there is no such run. */
  private change<T>(
    runId: string,
    work: (known: ReadableRun) => Promise<T>,
    urgent = false,
  ): Promise<T | undefined> {
    const known = this.runs.get(runId);
    if (!known || !isReadable(known)) return Promise.resolve(undefined);
    return this.turns.run(runId, () => this.storing(() => work(known)), urgent);
  }

  private readable(): ReadableRun[] {
    return [...this.runs.values()].filter(isReadable);
  }

  private async load(): Promise<void> {
    const entries = await readdir(this.path, { withFileTypes: true });
    for (const entry of entries.filter((found) => found.isDirectory())) {
      const folder = new RunFolder(entry.name, join(this.path, entry.name));
      if (await folder.isComplete()) this.add(await this.loadRun(folder));
      else await folder.remove();
    }
  }

  private add(known: KnownRun): void {
    this.runs.set(known.folder.runId, known);
    const key = known.file?.key;
    if (key) this.keys.set(keyName(key.scope, key.key), known.folder.runId);
  }

  private async loadRun(folder: RunFolder): Promise<KnownRun> {
    const lease = new RunLease(null); // whoever had one is dead: the folder is ours alone
    try {
      return { folder, lease, file: await folder.read() };
    } catch (error) {
      if (!(error instanceof CorruptRunlogError)) throw error;
      this.logger.error({ msg: 'A stored run is damaged', run_id: folder.runId, err: error.cause });
      return { folder, lease, damage: error };
    }
  }

  /** @throws CorruptRunlogError when the run is damaged */
  private fileOf(runId: string): { folder: RunFolder; file: RunFile } | null {
    const known = this.runs.get(runId);
    if (known?.damage) throw known.damage;
    return known?.file ? { folder: known.folder, file: known.file } : null;
  }

  private async storing<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof CorruptRunlogError ? error : new StorageUnavailableError(error);
    }
  }
}

/** @returns false when the run has no status that can be cancelled */
async function markCancelled(known: ReadableRun): Promise<boolean> {
  if (!isLive(known.file.run.status)) return false;
  known.file = await known.folder.replace(known.file, { cancel_requested: true });
  return true;
}

function keyName(scope: string, key: string): string {
  return JSON.stringify([scope, key]);
}
