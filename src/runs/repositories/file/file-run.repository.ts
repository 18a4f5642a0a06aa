import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { matchesFilter, newestFirst } from '../../domain/run-filter.js';
import type { RunRecord, RunRequest } from '../../domain/run.js';
import { CorruptRunlogError, RunConflictError, StorageUnavailableError } from '../../run.errors.js';
import type {
  RowSelection,
  RunCheckpoint,
  RunCommit,
  RunPage,
  RunPageRequest,
  RunRepository,
  RunlogRow,
} from '../../run.repository.js';
import { replaceFile } from './durable-files.js';
import { FolderLock } from './folder-lock.js';
import { RunFolder, type RunFile } from './run-folder.js';

/** A run that this repository knows; `damage` says why it cannot be read. */
interface KnownRun {
  readonly folder: RunFolder;
  file?: RunFile;
  damage?: CorruptRunlogError;
  /** The commit that has to end before the next begins. */
  turn?: Promise<void>;
}

/**
 * Keeps each run in a folder of its own, as files that people can read. One process at a time. Folders are found
 * through the ids read at start: a caller's text never becomes part of a path.
 */
export class FileRunRepository implements RunRepository {
  private readonly logger = new Logger(FileRunRepository.name);
  private readonly runs = new Map<string, KnownRun>();

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

  async create(run: RunRecord, request: RunRequest, rows: readonly RunlogRow[]): Promise<void> {
    if (this.runs.has(run.run_id)) throw new RunConflictError(run.run_id);
    const folder = new RunFolder(run.run_id, join(this.path, run.run_id));
    const file = await this.storing(() => folder.create({ run, rows }, request));
    this.runs.set(run.run_id, { folder, file });
  }

  /** Commits of one run take turns: each has to follow the one before. */
  async commit(commit: RunCommit): Promise<void> {
    const known = this.runs.get(commit.run.run_id);
    if (!known) throw new RunConflictError(commit.run.run_id);
    const turn = (known.turn ?? Promise.resolve()).then(() => this.commitNext(known, commit));
    known.turn = turn.catch(() => undefined);
    return turn;
  }

  async find(runId: string): Promise<RunRecord | null> {
    return structuredClone(this.fileOf(runId)?.file.run ?? null);
  }

  async findRequest(runId: string): Promise<RunRequest | null> {
    const found = this.fileOf(runId);
    return found ? found.folder.readRequest() : null;
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

  private async commitNext(known: KnownRun, commit: RunCommit): Promise<void> {
    const { run, rows } = commit;
    const { folder, file } = known;
    if (file?.run.summary.rows !== run.summary.rows - rows.length) throw new RunConflictError(run.run_id);
    known.file = await this.storing(() => folder.commit(file, commit));
  }

  private async load(): Promise<void> {
    const entries = await readdir(this.path, { withFileTypes: true });
    for (const entry of entries.filter((found) => found.isDirectory())) {
      const folder = new RunFolder(entry.name, join(this.path, entry.name));
      if (await folder.isComplete()) this.runs.set(entry.name, await this.loadRun(folder));
      else await folder.remove();
    }
  }

  private async loadRun(folder: RunFolder): Promise<KnownRun> {
    try {
      return { folder, file: await folder.read() };
    } catch (error) {
      if (!(error instanceof CorruptRunlogError)) throw error;
      this.logger.error({ msg: 'A stored run is damaged', run_id: folder.runId, err: error.cause });
      return { folder, damage: error };
    }
  }

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
