import {
  IdempotencyKeyTakenError,
  RunConflictError,
  RunLease,
  RunNotFoundError,
  expiredOf,
  heldRun,
  isDeletable,
  isHeldBy,
  isInterrupted,
  isLive,
  isOrphan,
  keepsCancelRequest,
  oldestFirst,
  pageOf,
  plainRow,
  selectedRows,
  type NewRun,
  type RunCheckpoint,
  type RunRecord,
  type RunRepository,
  type RunlogRow,
} from 'project-dream';

/** Everything that is kept of one run. */
interface Entry extends Pick<NewRun, 'request' | 'key'> {
  run: RunRecord;
  readonly lease: RunLease;
  readonly rows: RunlogRow[];
  readonly checkpoints: Map<string, RunCheckpoint>;
  cancelRequested: boolean;
  response: RunRecord | null;
}

type Port<Method extends keyof RunRepository> = RunRepository[Method];
/** A run repository in one Map. No method waits for anything, so that each is all or nothing. */
export class MapRunRepository implements RunRepository {
  private readonly entries = new Map<string, Entry>();

  create: Port<'create'> = async ({ run, request, rows, lease, key, copy }) => {
    if (key && this.withKey(key.scope, key.key)) throw new IdempotencyKeyTakenError();
    if (this.entries.has(run.run_id)) throw new RunConflictError(run.run_id);
    const source = copy && this.entries.get(copy.runId);
    if (copy && !source) throw new RunNotFoundError(copy.runId);
    const throughSeq = copy?.throughSeq ?? 0;
    const checkpoints = [...(source?.checkpoints ?? [])].filter(([, { seq }]) => seq <= throughSeq);
    this.entries.set(run.run_id, {
      ...structuredClone({ run, request, ...(key && { key }) }),
      lease: new RunLease(lease ?? null),
      rows: [...(source?.rows.slice(0, throughSeq) ?? []), ...rows.map(plainRow)],
      checkpoints: new Map(checkpoints),
      cancelRequested: false,
      response: null,
    });
  };

  commit: Port<'commit'> = async ({ run, rows, token, checkpoints = [] }) => {
    const entry = this.entries.get(run.run_id);
    const follows = entry?.rows.length === run.summary.rows - rows.length;
    if (!follows || entry.lease.token !== token) throw new RunConflictError(run.run_id);
    entry.run = structuredClone(run);
    entry.rows.push(...rows.map(plainRow));
    for (const checkpoint of checkpoints) entry.checkpoints.set(checkpoint.stageNode, { ...checkpoint });
    if (!isLive(run.status)) entry.lease.end();
    if (!keepsCancelRequest(run)) entry.cancelRequested = false;
  };

  requestCancel: Port<'requestCancel'> = async (runId) => {
    const entry = this.entries.get(runId);
    if (!entry || !isLive(entry.run.status)) return false;
    return (entry.cancelRequested = true);
  };

  find: Port<'find'> = async (runId) => structuredClone(this.entries.get(runId)?.run ?? null);
  findRequest: Port<'findRequest'> = async (runId) =>
    structuredClone(this.entries.get(runId)?.request ?? null);
  list: Port<'list'> = async (page) => structuredClone(pageOf(this.runs(), page));
  delete: Port<'delete'> = async (runId, by) => {
    const entry = this.entries.get(runId);
    if (entry && !isDeletable(entry.run.status, entry.lease, by)) throw new RunConflictError(runId);
    return this.entries.delete(runId);
  };

  readRows: Port<'readRows'> = async (runId, selection) =>
    selectedRows(this.entries.get(runId)?.rows ?? [], selection);

  readCheckpoints: Port<'readCheckpoints'> = async (runId) => {
    const checkpoints = this.entries.get(runId)?.checkpoints.values() ?? [];
    return structuredClone([...checkpoints].toSorted((a, b) => a.seq - b.seq));
  };

  renewLeases: Port<'renewLeases'> = async (terms) => {
    const own = this.all().filter((entry) => isHeldBy(entry, terms.owner));
    for (const { lease } of own) lease.renew(terms);
    return own.map(heldRun);
  };

  takeOrphans: Port<'takeOrphans'> = async (terms, now, limit) => {
    const orphans = this.all().filter((entry) => isOrphan(entry, terms.owner, now));
    const taken = orphans.toSorted((a, b) => oldestFirst(a.run, b.run)).slice(0, limit);
    for (const { lease } of taken) lease.take(terms);
    return taken.map(heldRun);
  };

  take: Port<'take'> = async (runId, terms, now) => {
    const entry = this.entries.get(runId);
    if (!entry?.lease.isFreeAt(now)) return null;
    entry.lease.take(terms);
    return heldRun(entry);
  };

  release: Port<'release'> = async (runId, token) => {
    const lease = this.entries.get(runId)?.lease;
    if (lease?.token === token) lease.end();
  };

  interruptOrphans: Port<'interruptOrphans'> = async (owner, now) => {
    for (const entry of this.all().filter((known) => isInterrupted(known, owner, now))) {
      entry.run = { ...entry.run, status: 'interrupted' };
      entry.lease.fenceOff();
    }
  };

  findKey: Port<'findKey'> = async (scope, key) => {
    const entry = this.withKey(scope, key);
    if (!entry?.key) return null;
    const runId = entry.run.run_id;
    return structuredClone({ bodyHash: entry.key.bodyHash, runId, response: entry.response });
  };

  saveResponse: Port<'saveResponse'> = async (scope, key, response) => {
    const entry = this.withKey(scope, key);
    if (entry) entry.response ??= structuredClone(response);
  };

  findExpired: Port<'findExpired'> = async (expiry, limit) => {
    const expired = expiredOf(this.runs(), expiry).map(({ run_id }) => run_id);
    return expired.filter((id) => !this.entries.get(id)?.lease.isLeased).slice(0, limit);
  };

  reclaimSpace = async () => {};
  probe = async () => {};
  close = async () => {};

  private readonly all = () => [...this.entries.values()];
  private readonly runs = () => this.all().map(({ run }) => run);
  private readonly withKey = (scope: string, key: string) =>
    this.all().find((entry) => entry.key?.scope === scope && entry.key.key === key);
}
