import {
  hasEnded,
  isLive,
  type RunRecord,
  type RunStatus,
  LEASE_TOLERANCE_MS,
  type Deleter,
  type HeldRun,
  type LeaseTerms,
} from '../runs/index.js';

/** When a lease that is not void can have been given at the latest, ISO 8601, seen at `now`. */
export function latestSince(now: string): string {
  return new Date(Date.parse(now) + LEASE_TOLERANCE_MS).toISOString();
}

/** Who works on a run, for adapters that keep this in memory. */
export class RunLease {
  private rising = 1;

  constructor(private terms: LeaseTerms | null) {}

  /** The fencing token. */
  get token(): number {
    return this.rising;
  }

  /** Whether somebody has a lease, even one whose time is over. */
  get isLeased(): boolean {
    return this.terms !== null;
  }

  isOf(owner: string): boolean {
    return this.terms?.owner === owner;
  }

  isFreeAt(now: string): boolean {
    if (this.terms === null || this.terms.until <= now) return true;
    const { since } = this.terms;
    return since !== undefined && since > latestSince(now);
  }

  take(terms: LeaseTerms): void {
    this.terms = terms;
    this.rising += 1;
  }

  renew(terms: LeaseTerms): void {
    this.terms = terms;
  }

  end(): void {
    this.terms = null;
  }

  /** Ends the lease, and refuses what its owner still commits. */
  fenceOff(): void {
    this.terms = null;
    this.rising += 1;
  }
}

/** A run, who works on it, and whether it is to be cancelled. */
export interface LeaseState {
  readonly run: RunRecord;
  readonly lease: RunLease;
  readonly cancelRequested: boolean;
}

/** Whether the run should be worked on, and neither `owner` nor anybody else does. */
export function isOrphan({ run, lease }: LeaseState, owner: string, now: string): boolean {
  return (isLive(run.status) || run.status === 'interrupted') && lease.isFreeAt(now) && !lease.isOf(owner);
}

/** Whether the owner may go on with the run. */
export function isHeldBy({ run, lease }: LeaseState, owner: string): boolean {
  return isLive(run.status) && lease.isOf(owner);
}

/** Whether the run's process, another than `owner`, died while it worked on it. */
export function isInterrupted({ run, lease }: LeaseState, owner: string, now: string): boolean {
  return run.status === 'running' && lease.isFreeAt(now) && !lease.isOf(owner);
}

/**
 * Whether a run may be deleted: see `RunRepository.delete`. Whoever took a damaged run cannot go on with it.
 * @param status null when the run's record is damaged
 */
export function isDeletable(
  status: RunStatus | null,
  lease: Pick<RunLease, 'isFreeAt' | 'isOf'>,
  { owner, now }: Deleter,
): boolean {
  if (lease.isFreeAt(now)) return status === null || hasEnded(status);
  return status === null && owner !== undefined && lease.isOf(owner);
}

/** Whether a request to cancel outlives a commit: a resumed run starts afresh, and one that has ended needs none. */
export function keepsCancelRequest({ status }: RunRecord): boolean {
  return isLive(status) && status !== 'queued';
}

export function heldRun({ run, lease, cancelRequested }: LeaseState): HeldRun {
  return { runId: run.run_id, token: lease.token, cancelRequested };
}

/** Orders runs oldest first: by creation, then by id. */
export function oldestFirst(
  a: { readonly created_at: string; readonly run_id: string },
  b: { readonly created_at: string; readonly run_id: string },
): number {
  if (a.created_at !== b.created_at) return a.created_at < b.created_at ? -1 : 1;
  return a.run_id < b.run_id ? -1 : 1;
}
