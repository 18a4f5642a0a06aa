import {
  type RunRecord,
  type RunRequest,
  addRows,
  emptySummary,
  type HeldRun,
  type IdempotencyKey,
  type LeaseTerms,
  type NewRun,
  type RunlogRow,
} from '../runs/index.js';

/** A run with no rows, made at the given second of a fixed day. */
export function sampleRun(id: string, second = 0, changes: Partial<RunRecord> = {}): RunRecord {
  return {
    run_id: `run-00000000-0000-7000-8000-${id.padStart(12, '0')}`,
    pipeline: 'essay',
    title: null,
    status: 'running',
    created_at: sampleTime(second),
    started_at: null,
    ended_at: null,
    random_seed: 'seed',
    max_stage_retries: 1,
    current_stage: null,
    next_retry_at: null,
    forked_from: null,
    error: null,
    attributes: {},
    summary: emptySummary(),
    ...changes,
  };
}

/** A request that says nothing special. */
export const SAMPLE_REQUEST: RunRequest = {
  input: { text: 'a\u2028b\u0085c 😀 \u202Ed' },
  max_stage_retries: null,
  faults: [],
};

/** A moment of the fixed day on which sample runs are made. */
export function sampleTime(second: number): string {
  return new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
}

/** A lease that ends at the given second. */
export function sampleLease(owner = 'a', second = 30): LeaseTerms {
  return { owner, until: sampleTime(second) };
}

/** A lease of 30 seconds that is given at this one. */
export function leaseFrom(owner: string, second: number): LeaseTerms {
  return { ...sampleLease(owner, second + 30), since: sampleTime(second) };
}

/** A key of a fixed scope. */
export function sampleKey(key = 'k', changes: Partial<IdempotencyKey> = {}): IdempotencyKey {
  return { scope: 'POST /simulate', key, bodyHash: 'hash', ...changes };
}

/** What stores a run, leased by `a` until second 30. */
export function newRun(
  run: RunRecord,
  rows: readonly RunlogRow[] = [],
  changes: Partial<NewRun> = {},
): NewRun {
  return { run, request: SAMPLE_REQUEST, rows, lease: sampleLease(), ...changes };
}

/** What a repository says of a run that somebody holds. */
export function held(run: RunRecord, token: number, cancelRequested = false): HeldRun {
  return { runId: run.run_id, token, cancelRequested };
}

/** A row of a type, with whatever else it is to hold. */
export function sampleRow(
  seq: number,
  type: string,
  fields: object = {},
  attempt = 1,
): RunlogRow & { at: string } {
  const at = '2026-01-01T00:00:00.000Z';
  return { seq, type, at, stageNode: 'node', attempt, json: JSON.stringify({ seq, at, type, ...fields }) };
}

/** The run after further rows. */
export function withRows(run: RunRecord, rows: readonly (RunlogRow & { at: string })[]): RunRecord {
  return { ...run, summary: addRows(run.summary, rows) };
}

/** A row without the time that it was made at: what repositories give back. */
export function stored({ seq, type, stageNode, attempt, json }: RunlogRow): RunlogRow {
  return { seq, type, stageNode, attempt, json };
}
