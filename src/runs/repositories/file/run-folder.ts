import { createReadStream } from 'node:fs';
import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord, RunRequest } from '../../domain/run.js';
import { CorruptRunlogError } from '../../run.errors.js';
import type { RowSelection, RunCheckpoint, RunlogRow } from '../../run.repository.js';
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
  readonly checkpoints: readonly { stageNode: string; seq: number; file: string }[];
}

/** What a transaction adds to a folder. */
export interface FolderCommit {
  readonly run: RunRecord;
  readonly rows: readonly RunlogRow[];
  readonly checkpoint?: RunCheckpoint;
}

const RUN_FILE = 'run.json';
const LOG_FILE = 'runlog.jsonl';
const REQUEST_FILE = 'request.json';
const CHECKPOINT_PREFIX = 'checkpoint-';

/** The folder of one run: `runlog.jsonl` with its rows, `run.json`, `request.json` and its checkpoints. */
export class RunFolder {
  constructor(
    readonly runId: string,
    private readonly path: string,
  ) {}

  async create(commit: FolderCommit, request: RunRequest): Promise<RunFile> {
    await mkdir(this.path);
    await replaceFile(join(this.path, REQUEST_FILE), JSON.stringify(request));
    const file = await this.commit({ run: commit.run, log_bytes: 0, spans: [], checkpoints: [] }, commit);
    await syncFolder(join(this.path, '..'));
    return file;
  }

  /** Makes rows, state and record durable together, and gives what `run.json` holds then. */
  async commit(before: RunFile, { run, rows, checkpoint }: FolderCommit): Promise<RunFile> {
    const lines = rows.map(({ json }) => `${json}\n`).join('');
    await writeAt(join(this.path, LOG_FILE), before.log_bytes, lines);
    let { checkpoints } = before;
    if (checkpoint) {
      const { stageNode, seq, state } = checkpoint;
      const file = `${CHECKPOINT_PREFIX}${stageNode}-${seq}.json`;
      await replaceFile(join(this.path, file), state);
      checkpoints = [
        ...checkpoints.filter((known) => known.stageNode !== stageNode),
        { stageNode, seq, file },
      ];
    }
    const after: RunFile = {
      run,
      log_bytes: before.log_bytes + Buffer.byteLength(lines),
      spans: extendSpans(before.spans, rows),
      checkpoints,
    };
    await replaceFile(join(this.path, RUN_FILE), JSON.stringify(after));
    await this.removeReplaced(before, after);
    return after;
  }

  /** Whether the run was accepted: a folder without rows is what a crash left before that, and was never promised. */
  async isComplete(): Promise<boolean> {
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
    return file;
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
