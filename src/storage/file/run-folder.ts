import { readFileSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type RunRecord,
  type RunRequest,
  CorruptRunlogError,
  type IdempotencyKey,
  type RowSelection,
  type RowText,
  type RowTextSelection,
  type RunCheckpoint,
  type RunlogRow,
} from '../../runs/index.js';
import { completeRecord, titleOfRequest } from '../stored-record.js';
import { isMissing, replaceFile, syncFolder } from './durable-files.js';
import { stampOf } from './file-stamp.js';
import { RowLog, type CommittedLog } from './row-log.js';
import { extendSpans, type RowSpan } from './row-spans.js';

/** What `run.json` holds. Its rename is what commits a transaction. */
export interface RunFile {
  readonly run: RunRecord;
  /** Bytes of `runlog.jsonl` that are committed; what follows them never happened. */
  readonly log_bytes: number;
  /** Which stage node and attempt wrote which rows. */
  readonly spans: readonly RowSpan[];
  /** The last checkpoint of each stage node; its state is in the file named. */
  readonly checkpoints: readonly StoredCheckpoint[];
  /** Absent in files of older versions, which stands for false. */
  readonly cancel_requested?: boolean;
  /** The key that made the run. */
  readonly key?: StoredKey;
  /** What was cut off the log is taken out of this file already, but its `run_state` row is still to be written. */
  readonly is_being_mended?: boolean;
}

interface StoredCheckpoint {
  readonly stageNode: string;
  readonly seq: number;
  readonly file: string;
}

/** An idempotency key, and the first response to it. */
export interface StoredKey {
  readonly scope: string;
  readonly key: string;
  readonly body_hash: string;
  readonly answer: RunRecord | null;
}

/** A key as it is stored with a new run. */
export function unanswered({ scope, key, bodyHash }: IdempotencyKey): StoredKey {
  return { scope, key, body_hash: bodyHash, answer: null };
}

/** A stored key, whose response may be an older version's. */
function completeKey(key: StoredKey, { title }: RunRecord): StoredKey {
  const { answer } = key;
  return answer ? { ...key, answer: completeRecord({ ...answer, title: answer.title ?? title }) } : key;
}

/** What a transaction adds to a folder. */
export interface FolderCommit {
  readonly run: RunRecord;
  readonly rows: readonly RunlogRow[];
  /** The JSON of the rows, a line feed after each; made of them when it is left out. */
  readonly text?: Buffer | undefined;
  /** Each replaces its node's earlier one. */
  readonly checkpoints: readonly RunCheckpoint[];
  readonly cancelRequested: boolean;
}

/** What a new folder begins with. */
interface NewFolder extends Pick<FolderCommit, 'run' | 'rows' | 'checkpoints'> {
  readonly request: RunRequest;
  readonly key?: StoredKey;
}

const RUN_FILE = 'run.json';
const LOG_FILE = 'runlog.jsonl';
const REQUEST_FILE = 'request.json';
const CHECKPOINT_PREFIX = 'checkpoint-';
/** A folder is made under a name that ends like this, and gets its own when nothing is missing. */
const UNFINISHED_SUFFIX = '.new';
/** A folder gets a name that ends like this before it is taken away. */
const DELETED_SUFFIX = '.deleted';

/** The folder of one run: `runlog.jsonl` with its rows, `run.json`, `request.json` and its checkpoints. */
export class RunFolder {
  readonly log: RowLog;

  constructor(
    readonly runId: string,
    private readonly path: string,
  ) {
    this.log = new RowLog(runId, join(path, LOG_FILE));
  }

  /** Makes the folder with all that it begins with, or nothing. */
  async create(first: NewFolder): Promise<RunFile> {
    const unfinished = new RunFolder(this.runId, `${this.path}${UNFINISHED_SUFFIX}`);
    try {
      const file = await unfinished.fill(first);
      await rename(unfinished.path, this.path);
      await syncFolder(join(this.path, '..'));
      return file;
    } catch (error) {
      await unfinished.remove().catch(() => undefined); // the first error is the better one; the next start removes it
      throw error;
    }
  }

  /** Makes rows, states and record durable together, and gives what `run.json` holds then. */
  async commit(before: RunFile, commit: FolderCommit): Promise<RunFile> {
    const { run, rows, text, checkpoints, cancelRequested } = commit;
    const log_bytes = await this.log.append(before.log_bytes, rows, text);
    const written = await Promise.all(checkpoints.map((checkpoint) => this.writeCheckpoint(checkpoint)));
    const replaced = new Set(checkpoints.map(({ stageNode }) => stageNode));
    const after = await this.replace(before, {
      run,
      log_bytes,
      spans: extendSpans(before.spans, rows),
      checkpoints: [...before.checkpoints.filter(({ stageNode }) => !replaced.has(stageNode)), ...written],
      cancel_requested: cancelRequested,
      is_being_mended: false,
    });
    this.log.noteCommitted(rows);
    await this.removeReplaced(before, after);
    return after;
  }

  /** Changes what `run.json` says, and gives what it holds then. */
  async replace(before: RunFile, changes: Partial<RunFile>): Promise<RunFile> {
    const after = { ...before, ...changes };
    await replaceFile(join(this.path, RUN_FILE), JSON.stringify(after));
    return after;
  }

  /**
   * Whether the folder is a run's: not what a crash left of one that was not accepted yet, and so never promised, nor
   * of one that was deleted.
   */
  async isComplete(): Promise<boolean> {
    if (this.path.endsWith(UNFINISHED_SUFFIX) || this.path.endsWith(DELETED_SUFFIX)) return false;
    const names = await readdir(this.path);
    return names.includes(RUN_FILE) || names.some((name) => name.startsWith(CHECKPOINT_PREFIX));
  }

  /** Makes the folder one that is not a run's any more. What is in it is to be removed then. */
  async markDeleted(): Promise<RunFolder> {
    const deleted = new RunFolder(this.runId, `${this.path}${DELETED_SUFFIX}`);
    await deleted.remove();
    await rename(this.path, deleted.path);
    await syncFolder(join(this.path, '..'));
    return deleted;
  }

  /** Takes the folder away. */
  remove(): Promise<void> {
    return rm(this.path, { recursive: true, force: true });
  }

  /** @throws CorruptRunlogError when `run.json` cannot be read, or is not this run's */
  async read(): Promise<RunFile> {
    return this.checked(await this.parse<RunFile | null>(RUN_FILE));
  }

  /**
   * What `run.json` holds, read while the process waits, which takes a third of the time; for a start that reads very
   * many. Null when anything about it, or about the end of the log, is not as it should be.
   */
  readAtOnce(): RunFile | null {
    try {
      const file = this.checked(
        JSON.parse(readFileSync(join(this.path, RUN_FILE), 'utf8')) as RunFile | null,
      );
      return !file.is_being_mended && this.log.hasEndAtOnce(file.log_bytes) ? file : null;
    } catch {
      return null; // reading it again gives the reason
    }
  }

  /** Changes with every change of `run.json`, and of the log. */
  stamp(): string {
    return stampOf([join(this.path, RUN_FILE), this.log.path]);
  }

  readRequest(): Promise<RunRequest> {
    return this.parse<RunRequest>(REQUEST_FILE);
  }

  async readCheckpoints({ checkpoints }: RunFile): Promise<RunCheckpoint[]> {
    const ordered = checkpoints.toSorted((a, b) => a.seq - b.seq);
    return Promise.all(
      ordered.map(async ({ stageNode, seq, file }) => {
        const state = await this.readText(file);
        return { stageNode, seq, state };
      }),
    );
  }

  /** @throws CorruptRunlogError at the first row that is damaged, or missing */
  readRows(file: RunFile, selection: RowSelection): Promise<RunlogRow[]> {
    return this.log.read(committed(file), selection);
  }

  /** @returns null when a row is missing */
  readRowText(file: RunFile, selection: RowTextSelection): Promise<RowText | null> {
    return this.log.readText(committed(file), selection);
  }

  /** What the log and the checkpoints hold up to a row, for a run that begins with a copy of it. */
  async readThrough(file: RunFile, throughSeq: number): Promise<Pick<FolderCommit, 'rows' | 'checkpoints'>> {
    const rows = await this.readRows(file, { afterSeq: 0, throughSeq, types: [], limit: Infinity });
    const checkpoints = await this.readCheckpoints(file);
    return { rows, checkpoints: checkpoints.filter(({ seq }) => seq <= throughSeq) };
  }

  private async fill({ request, key, ...first }: NewFolder): Promise<RunFile> {
    await this.remove();
    await mkdir(this.path);
    await replaceFile(join(this.path, REQUEST_FILE), JSON.stringify(request));
    const empty: RunFile = { run: first.run, log_bytes: 0, spans: [], checkpoints: [], key };
    return this.commit(empty, { ...first, cancelRequested: false });
  }

  private async writeCheckpoint({ stageNode, seq, state }: RunCheckpoint): Promise<StoredCheckpoint> {
    const file = `${CHECKPOINT_PREFIX}${stageNode}-${seq}.json`;
    await replaceFile(join(this.path, file), state);
    return { stageNode, seq, file };
  }

  /** @throws CorruptRunlogError when it is not what `run.json` of this run holds */
  private checked(file: RunFile | null): RunFile {
    const isSound =
      file?.run?.run_id === this.runId &&
      Number.isInteger(file.log_bytes) &&
      file.log_bytes >= 0 &&
      Array.isArray(file.spans) &&
      Array.isArray(file.checkpoints) &&
      Number.isInteger(file.run.summary?.rows);
    if (!isSound) throw new CorruptRunlogError(this.runId, null);
    const run = completeRecord(this.titled(file.run));
    return { ...file, run, ...(file.key && { key: completeKey(file.key, run) }) };
  }

  /** Version 0.1 stored no titles: that of its runs is in what they were asked for. */
  private titled(run: RunRecord): RunRecord {
    if ((run as Partial<RunRecord>).title !== undefined) return run;
    try {
      const request: unknown = JSON.parse(readFileSync(join(this.path, REQUEST_FILE), 'utf8'));
      return { ...run, title: titleOfRequest(request) };
    } catch {
      return run; // readers of the request get the error
    }
  }

  private async parse<T>(file: string): Promise<T> {
    const text = await this.readText(file);
    try {
      return JSON.parse(text) as T;
    } catch (error) {
      throw new CorruptRunlogError(this.runId, null, error);
    }
  }

  /** @throws CorruptRunlogError when the file is gone; other errors are the store's, not the run's */
  private async readText(file: string): Promise<string> {
    try {
      return await readFile(join(this.path, file), 'utf8');
    } catch (error) {
      throw isMissing(error) ? new CorruptRunlogError(this.runId, null, error) : error;
    }
  }

  private async removeReplaced(before: RunFile, after: RunFile): Promise<void> {
    const kept = new Set(after.checkpoints.map(({ file }) => file));
    const replaced = before.checkpoints.filter(({ file }) => !kept.has(file));
    for (const { file } of replaced) await rm(join(this.path, file), { force: true });
  }
}

/** What `run.json` says of the log. */
function committed({ run, log_bytes, spans }: RunFile): CommittedLog {
  return { rows: run.summary.rows, bytes: log_bytes, spans };
}
