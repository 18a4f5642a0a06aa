import {
  expiredOf,
  pageOf,
  isLive,
  type RunRecord,
  type RunRequest,
  IdempotencyKeyTakenError,
  MemoryAnswers,
  RunConflictError,
  RunNotFoundError,
  type Deleter,
  type HeldRun,
  type IdempotencyKey,
  type LeaseTerms,
  type NewRun,
  type RowSelection,
  type RunCheckpoint,
  type RunCommit,
  type RunExpiry,
  type RunPage,
  type RunPageRequest,
  type RunRepository,
  type RunlogRow,
  type UsedIdempotencyKey,
  plainRow,
  selectedRows,
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
} from '../run-lease.js';

interface StoredRun {
  run: RunRecord;
  cancelRequested: boolean;
  /** The first response to the key. */
  response: RunRecord | null;
  readonly lease: RunLease;
  readonly key: IdempotencyKey | null;
  readonly request: RunRequest;
  readonly rows: RunlogRow[];
  readonly checkpoints: Map<string, RunCheckpoint>;
}

/** Keeps runs in memory, for tests and for trying things out: they end with the process. */
export class MemoryRunRepository implements RunRepository {
  readonly answers = new MemoryAnswers((runId) => this.runs.has(runId));
  private readonly runs = new Map<string, StoredRun>();

  async create({ run, request, rows, lease, key, copy }: NewRun): Promise<void> {
    if (key && this.withKey(key.scope, key.key)) throw new IdempotencyKeyTakenError();
    if (this.runs.has(run.run_id)) throw new RunConflictError(run.run_id);
    const { throughSeq = 0 } = copy ?? {};
    const source = copy ? this.runs.get(copy.runId) : undefined;
    if (copy && !source) throw new RunNotFoundError(copy.runId);
    const copied = source?.rows.slice(0, throughSeq) ?? [];
    const checkpoints = [...(source?.checkpoints ?? [])].filter(([, { seq }]) => seq <= throughSeq);
    this.runs.set(run.run_id, {
      run, // records are never changed, only replaced
      request: structuredClone(request),
      key: key ?? null,
      cancelRequested: false,
      response: null,
      lease: new RunLease(lease ?? null),
      rows: [...copied, ...rows.map(plainRow)],
      checkpoints: new Map(checkpoints),
    });
  }

  async commit({ run, rows, token, checkpoints = [] }: RunCommit): Promise<void> {
    const stored = this.runs.get(run.run_id);
    const follows = stored?.run.summary.rows === run.summary.rows - rows.length;
    if (!follows || stored.lease.token !== token) throw new RunConflictError(run.run_id);
    stored.run = run;
    stored.rows.push(...rows.map(plainRow));
    for (const checkpoint of checkpoints) stored.checkpoints.set(checkpoint.stageNode, { ...checkpoint });
    if (!isLive(run.status)) stored.lease.end();
    if (!keepsCancelRequest(run)) stored.cancelRequested = false;
  }

  async renewLeases(terms: LeaseTerms): Promise<readonly HeldRun[]> {
    const held = [...this.runs.values()].filter((stored) => isHeldBy(stored, terms.owner));
    for (const { lease } of held) lease.renew(terms);
    return held.map(heldRun);
  }

  async takeOrphans(terms: LeaseTerms, now: string, limit: number): Promise<readonly HeldRun[]> {
    const orphans = [...this.runs.values()].filter((stored) => isOrphan(stored, terms.owner, now));
    const taken = orphans.toSorted((a, b) => oldestFirst(a.run, b.run)).slice(0, limit);
    for (const { lease } of taken) lease.take(terms);
    return taken.map(heldRun);
  }

  async take(runId: string, terms: LeaseTerms, now: string): Promise<HeldRun | null> {
    const stored = this.runs.get(runId);
    if (!stored?.lease.isFreeAt(now)) return null;
    stored.lease.take(terms);
    return heldRun(stored);
  }

  async release(runId: string, token: number): Promise<void> {
    const lease = this.runs.get(runId)?.lease;
    if (lease?.token === token) lease.end();
  }

  async interruptOrphans(owner: string, now: string): Promise<void> {
    for (const stored of this.runs.values()) {
      if (!isInterrupted(stored, owner, now)) continue;
      stored.run = { ...stored.run, status: 'interrupted' };
      stored.lease.fenceOff();
    }
  }

  async requestCancel(runId: string): Promise<boolean> {
    const stored = this.runs.get(runId);
    if (!stored || !isLive(stored.run.status)) return false;
    stored.cancelRequested = true;
    return true;
  }

  async findKey(scope: string, key: string): Promise<UsedIdempotencyKey | null> {
    const stored = this.withKey(scope, key);
    if (!stored?.key) return null;
    return structuredClone({
      bodyHash: stored.key.bodyHash,
      runId: stored.run.run_id,
      response: stored.response,
    });
  }

  async saveResponse(scope: string, key: string, response: RunRecord): Promise<void> {
    const stored = this.withKey(scope, key);
    if (stored) stored.response ??= structuredClone(response);
  }

  async find(runId: string): Promise<RunRecord | null> {
    return structuredClone(this.runs.get(runId)?.run ?? null);
  }

  async findRequest(runId: string): Promise<RunRequest | null> {
    return structuredClone(this.runs.get(runId)?.request ?? null);
  }

  async list(page: RunPageRequest): Promise<RunPage> {
    const records = [...this.runs.values()].map(({ run }) => run);
    return structuredClone(pageOf(records, page));
  }

  async readRows(runId: string, selection: RowSelection): Promise<readonly RunlogRow[]> {
    return selectedRows(this.runs.get(runId)?.rows ?? [], selection);
  }

  async readCheckpoints(runId: string): Promise<readonly RunCheckpoint[]> {
    return [...(this.runs.get(runId)?.checkpoints.values() ?? [])].toSorted((a, b) => a.seq - b.seq);
  }

  async delete(runId: string, by: Deleter): Promise<boolean> {
    const stored = this.runs.get(runId);
    if (stored && !isDeletable(stored.run.status, stored.lease, by)) throw new RunConflictError(runId);
    this.answers.remove(runId);
    return this.runs.delete(runId);
  }

  async findExpired(expiry: RunExpiry, limit: number): Promise<readonly string[]> {
    const records = [...this.runs.values()].map(({ run }) => run);
    const ids = expiredOf(records, expiry).map(({ run_id }) => run_id);
    return ids.filter((runId) => !this.runs.get(runId)?.lease.isLeased).slice(0, limit);
  }

  async reclaimSpace(): Promise<void> {}

  async probe(): Promise<void> {}

  async close(): Promise<void> {}

  private withKey(scope: string, key: string): StoredRun | undefined {
    return [...this.runs.values()].find((stored) => stored.key?.scope === scope && stored.key.key === key);
  }
}
