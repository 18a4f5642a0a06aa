import type { ErrorBody } from '../common/index.js';
import type { RunRecord } from './domain/run.js';
import { emptySummary } from './domain/runlog-summary.js';

/**
 * A run that cannot be read, as lists show it: `failed`, with that error. Its id holds the time of its creation.
 */
export function damagedRun(runId: string, error: ErrorBody): RunRecord {
  return {
    run_id: runId,
    pipeline: '',
    title: null,
    status: 'failed',
    created_at: createdAt(runId),
    started_at: null,
    ended_at: null,
    random_seed: '',
    max_stage_retries: 0,
    current_stage: null,
    next_retry_at: null,
    forked_from: null,
    error,
    attributes: {},
    summary: emptySummary(),
  };
}

/** The time in a run's id, a UUIDv7 (RFC 9562): its first 48 bits are milliseconds. */
function createdAt(runId: string): string {
  const [, high = '', low = ''] = /^run-([0-9a-f]{8})-([0-9a-f]{4})-7/.exec(runId) ?? [];
  return new Date(high === '' ? 0 : Number.parseInt(high + low, 16)).toISOString();
}
