import type {
  AnswerStore,
  Deleter,
  HeldRun,
  LeaseTerms,
  NewRun,
  RowSelection,
  RunCheckpoint,
  RunCommit,
  RunExpiry,
  RunNewsSource,
  RunPage,
  RunPageRequest,
  RunRecord,
  RunRepository,
  RunRequest,
  RunlogRow,
  SlotStore,
  UsedIdempotencyKey,
} from '../runs/index.js';

/**
 * Forwards every call to another repository: a base for repositories that change some of them. It has no `readRowText`,
 * so that what `readRows` gives is all that readers see.
 */
export class DelegatingRunRepository implements RunRepository {
  constructor(private readonly inner: RunRepository) {}

  get news(): RunNewsSource | undefined {
    return this.inner.news;
  }

  get answers(): AnswerStore | undefined {
    return this.inner.answers;
  }

  get slots(): SlotStore | undefined {
    return this.inner.slots;
  }

  create(run: NewRun): Promise<void> {
    return this.inner.create(run);
  }

  commit(commit: RunCommit): Promise<void> {
    return this.inner.commit(commit);
  }

  renewLeases(terms: LeaseTerms): Promise<readonly HeldRun[]> {
    return this.inner.renewLeases(terms);
  }

  get cancelsAsked(): RunRepository['cancelsAsked'] {
    return this.inner.cancelsAsked?.bind(this.inner);
  }

  takeOrphans(terms: LeaseTerms, now: string, limit: number): Promise<readonly HeldRun[]> {
    return this.inner.takeOrphans(terms, now, limit);
  }

  take(runId: string, terms: LeaseTerms, now: string): Promise<HeldRun | null> {
    return this.inner.take(runId, terms, now);
  }

  release(runId: string, token: number): Promise<void> {
    return this.inner.release(runId, token);
  }

  interruptOrphans(owner: string, now: string): Promise<void> {
    return this.inner.interruptOrphans(owner, now);
  }

  requestCancel(runId: string): Promise<boolean> {
    return this.inner.requestCancel(runId);
  }

  findKey(scope: string, key: string): Promise<UsedIdempotencyKey | null> {
    return this.inner.findKey(scope, key);
  }

  saveResponse(scope: string, key: string, response: RunRecord): Promise<void> {
    return this.inner.saveResponse(scope, key, response);
  }

  find(runId: string): Promise<RunRecord | null> {
    return this.inner.find(runId);
  }

  findRequest(runId: string): Promise<RunRequest | null> {
    return this.inner.findRequest(runId);
  }

  async declareFilters(attributes: readonly string[]): Promise<void> {
    await this.inner.declareFilters?.(attributes);
  }

  list(page: RunPageRequest): Promise<RunPage> {
    return this.inner.list(page);
  }

  readRows(runId: string, selection: RowSelection): Promise<readonly RunlogRow[]> {
    return this.inner.readRows(runId, selection);
  }

  readCheckpoints(runId: string): Promise<readonly RunCheckpoint[]> {
    return this.inner.readCheckpoints(runId);
  }

  delete(runId: string, by: Deleter): Promise<boolean> {
    return this.inner.delete(runId, by);
  }

  findExpired(expiry: RunExpiry, limit: number): Promise<readonly string[]> {
    return this.inner.findExpired(expiry, limit);
  }

  reclaimSpace(): Promise<void> {
    return this.inner.reclaimSpace();
  }

  probe(): Promise<void> {
    return this.inner.probe();
  }

  close(): Promise<void> {
    return this.inner.close();
  }
}
