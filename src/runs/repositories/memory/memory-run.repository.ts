import { matchesFilter, newestFirst } from '../../domain/run-filter.js';
import type { RunRecord, RunRequest } from '../../domain/run.js';
import { RunConflictError } from '../../run.errors.js';
import type {
  RowSelection,
  RunCheckpoint,
  RunCommit,
  RunPage,
  RunPageRequest,
  RunRepository,
  RunlogRow,
} from '../../run.repository.js';

interface StoredRun {
  run: RunRecord;
  readonly request: RunRequest;
  readonly rows: RunlogRow[];
  readonly checkpoints: Map<string, RunCheckpoint>;
}

/** Keeps runs in memory, for tests and for trying things out: they end with the process. */
export class MemoryRunRepository implements RunRepository {
  private readonly runs = new Map<string, StoredRun>();

  async create(run: RunRecord, request: RunRequest, rows: readonly RunlogRow[]): Promise<void> {
    if (this.runs.has(run.run_id)) throw new RunConflictError(run.run_id);
    const checkpoints = new Map<string, RunCheckpoint>();
    this.runs.set(run.run_id, {
      ...structuredClone({ run, request }),
      rows: rows.map(plainRow),
      checkpoints,
    });
  }

  async commit({ run, rows, checkpoint }: RunCommit): Promise<void> {
    const stored = this.runs.get(run.run_id);
    if (stored?.run.summary.rows !== run.summary.rows - rows.length) throw new RunConflictError(run.run_id);
    stored.run = run; // records are never changed, only replaced
    stored.rows.push(...rows.map(plainRow));
    if (checkpoint) stored.checkpoints.set(checkpoint.stageNode, { ...checkpoint });
  }

  async find(runId: string): Promise<RunRecord | null> {
    return structuredClone(this.runs.get(runId)?.run ?? null);
  }

  async findRequest(runId: string): Promise<RunRequest | null> {
    return structuredClone(this.runs.get(runId)?.request ?? null);
  }

  async list({ filter, limit, offset }: RunPageRequest): Promise<RunPage> {
    const runs = [...this.runs.values()].map(({ run }) => run).filter((run) => matchesFilter(run, filter));
    const items = runs.toSorted(newestFirst).slice(offset, offset + limit);
    return { items: structuredClone(items), total: runs.length };
  }

  async readRows(runId: string, selection: RowSelection): Promise<readonly RunlogRow[]> {
    const { afterSeq, throughSeq = Infinity, types, limit } = selection;
    const rows = this.runs.get(runId)?.rows ?? [];
    return rows
      .slice(afterSeq, throughSeq)
      .filter(({ type }) => types.length === 0 || types.includes(type))
      .slice(0, limit);
  }

  async readCheckpoints(runId: string): Promise<readonly RunCheckpoint[]> {
    return [...(this.runs.get(runId)?.checkpoints.values() ?? [])].toSorted((a, b) => a.seq - b.seq);
  }

  async probe(): Promise<void> {}

  async close(): Promise<void> {}
}

/** A row without whatever else its object carries. */
function plainRow({ seq, type, stageNode, attempt, json }: RunlogRow): RunlogRow {
  return { seq, type, stageNode, attempt, json };
}
