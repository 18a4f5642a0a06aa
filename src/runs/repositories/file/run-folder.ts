import { createReadStream } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord, RunRequest } from '../../domain/run.js';
import { CorruptRunlogError } from '../../run.errors.js';
import type { RowSelection, RunCheckpoint, RunlogRow } from '../../run.repository.js';
import { completeRecord } from '../stored-record.js';
import { replaceFile, syncFolder, writeAt } from './durable-files.js';
import { extendSpans, originOf, type RowSpan } from './row-spans.js';

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
}

interface StoredCheckpoint {
  readonly stageNode: string;
  readonly seq: number;
  readonly file: string;
}

/** An idempotency key, and what its caller was answered. */
export interface StoredKey {
  readonly scope: string;
  readonly key: string;
  readonly body_hash: string;
  readonly answer: RunRecord | null;
}

/** What a transaction adds to a folder. */
export interface FolderCommit {
  readonly run: RunRecord;
  readonly rows: readonly RunlogRow[];
  /** Each replaces its node's earlier one. */
  readonly checkpoints: readonly RunCheckpoint[];
  readonly cancelRequested: boolean;
}

/** What a new folder begins with. */
export interface NewFolder extends Pick<FolderCommit, 'run' | 'rows' | 'checkpoints'> {
  readonly request: RunRequest;
  readonly key?: StoredKey;
}

const RUN_FILE = 'run.json';
const LOG_FILE = 'runlog.jsonl';
const REQUEST_FILE = 'request.json';
const CHECKPOINT_PREFIX = 'checkpoint-';
/** A folder is made under a name that ends like this, and gets its own when nothing is missing. */
const UNFINISHED_SUFFIX = '.new';

/** The folder of one run: `runlog.jsonl` with its rows, `run.json`, `request.json` and its checkpoints. */
export class RunFolder {
  constructor(
    readonly runId: string,
    private readonly path: string,
  ) {}

  /** Makes the folder with all that it begins with, or nothing. */
  async create({ request, key, ...first }: NewFolder): Promise<RunFile> {
    const unfinished = new RunFolder(this.runId, `${this.path}${UNFINISHED_SUFFIX}`);
    await unfinished.remove();
    await mkdir(unfinished.path);
    await replaceFile(join(unfinished.path, REQUEST_FILE), JSON.stringify(request));
    const empty: RunFile = { run: first.run, log_bytes: 0, spans: [], checkpoints: [], key };
    const file = await unfinished.commit(empty, { ...first, cancelRequested: false });
    await rename(unfinished.path, this.path);
    await syncFolder(join(this.path, '..'));
    return file;
  }

  /** Makes rows, states and record durable together, and gives what `run.json` holds then. */
  async commit(before: RunFile, { run, rows, checkpoints, cancelRequested }: FolderCommit): Promise<RunFile> {
    const lines = rows.map(({ json }) => `${json}\n`).join('');
    await writeAt(join(this.path, LOG_FILE), before.log_bytes, lines);
    const written = await Promise.all(checkpoints.map((checkpoint) => this.writeCheckpoint(checkpoint)));
    const replaced = new Set(checkpoints.map(({ stageNode }) => stageNode));
    const after = await this.replace(before, {
      run,
      log_bytes: before.log_bytes + Buffer.byteLength(lines),
      spans: extendSpans(before.spans, rows),
      checkpoints: [...before.checkpoints.filter(({ stageNode }) => !replaced.has(stageNode)), ...written],
      cancel_requested: cancelRequested,
    });
    await this.removeReplaced(before, after);
    return after;
  }

  /** Changes what `run.json` says, and gives what it holds then. */
  async replace(before: RunFile, changes: Partial<RunFile>): Promise<RunFile> {
    const after = { ...before, ...changes };
    await replaceFile(join(this.path, RUN_FILE), JSON.stringify(after));
    return after;
  }

  /** Whether the run was accepted: a folder without rows is what a crash left before that, and was never promised. */
  async isComplete(): Promise<boolean> {
    if (this.path.endsWith(UNFINISHED_SUFFIX)) return false;
    const names = await readdir(this.path);
    return names.includes(RUN_FILE) || names.some((name) => name.startsWith(CHECKPOINT_PREFIX));
  }

  /** Takes the folder away. */
  remove(): Promise<void> {
    return rm(this.path, { recursive: true, force: true });
  }

  /** @throws CorruptRunlogError when `run.json` cannot be read, or is not this run's */
  async read(): Promise<RunFile> {
    const file = await this.parse<RunFile | null>(RUN_FILE);
    const isSound =
      file?.run?.run_id === this.runId &&
      Number.isInteger(file.log_bytes) &&
      file.log_bytes >= 0 &&
      Array.isArray(file.spans) &&
      Array.isArray(file.checkpoints) &&
      Number.isInteger(file.run.summary?.rows);
    if (!isSound) {
      throw new CorruptRunlogError(this.runId, null);
    }
    return { ...file, run: completeRecord(file.run) };
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
  async readRows({ run, log_bytes, spans }: RunFile, selection: RowSelection): Promise<RunlogRow[]> {
    const { afterSeq, throughSeq = run.summary.rows, types, limit } = selection;
    const rows: RunlogRow[] = [];
    const last = Math.min(throughSeq, run.summary.rows);
    let seq = 0;
    for await (const json of this.lines(log_bytes)) {
      seq += 1;
      if (seq > last || rows.length === limit) return rows;
      if (seq <= afterSeq) continue;
      const type = this.typeOf(json, seq);
      if (types.length === 0 || types.includes(type)) rows.push({ seq, type, ...originOf(spans, seq), json });
    }
    if (seq < last) throw new CorruptRunlogError(this.runId, seq + 1);
    return rows;
  }

  /** What the log and the checkpoints hold up to a row, for a run that begins with a copy of it. */
  async readThrough(file: RunFile, throughSeq: number): Promise<Pick<FolderCommit, 'rows' | 'checkpoints'>> {
    const rows = await this.readRows(file, { afterSeq: 0, throughSeq, types: [], limit: Infinity });
    const checkpoints = await this.readCheckpoints(file);
    return { rows, checkpoints: checkpoints.filter(({ seq }) => seq <= throughSeq) };
  }

  private async writeCheckpoint({ stageNode, seq, state }: RunCheckpoint): Promise<StoredCheckpoint> {
    const file = `${CHECKPOINT_PREFIX}${stageNode}-${seq}.json`;
    await replaceFile(join(this.path, file), state);
    return { stageNode, seq, file };
  }

  private async *lines(bytes: number): AsyncIterable<string> {
    if (bytes === 0) return;
    const input = createReadStream(join(this.path, LOG_FILE), { encoding: 'utf8', end: bytes - 1 });
    try {
      yield* splitLines(input);
    } catch (error) {
      throw isMissing(error) ? new CorruptRunlogError(this.runId, 1, error) : error;
    }
  }

  private typeOf(json: string, seq: number): string {
    try {
      const row = JSON.parse(json) as { seq: number; type: string };
      if (row.seq === seq) return row.type;
    } catch (error) {
      throw new CorruptRunlogError(this.runId, seq, error);
    }
    throw new CorruptRunlogError(this.runId, seq);
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

/** Splits on line feeds only: a row may hold U+2028, U+2029 and U+0085, which readline takes for line ends. */
async function* splitLines(chunks: AsyncIterable<string>): AsyncIterable<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'EISDIR';
}
