import type { CatalogueEntry } from './catalogue-entry.js';

/** The run that the examples are about. */
const RUN_ID = 'run-019b3f4e-7c1a-7d2b-9e3f-5a6b7c8d9e0f';

/** Errors of runs and of the keys that make them. */
export const RUN_ERRORS = {
  REQ_IDEMPOTENCY_IN_PROGRESS: {
    error: 'idempotency_in_progress',
    status: 409,
    title: 'The first request with this key is still being answered',
    retryable: true,
    remedy: 'Follow the run at `Location`, or send the same request again when it has ended.',
    example: {
      message: 'The run that this Idempotency-Key has made is still going on.',
      run_id: RUN_ID,
    },
  },
  REQ_IDEMPOTENCY_KEY_REUSED: {
    error: 'idempotency_key_reused',
    status: 422,
    title: 'The key was used with another body',
    retryable: false,
    remedy: 'Use a new Idempotency-Key for a new request, or send the first body again.',
    example: { message: 'This Idempotency-Key was used with another body.', run_id: RUN_ID },
  },
  RUN_NOT_FOUND: {
    error: 'run_not_found',
    status: 404,
    title: 'No such run',
    retryable: false,
    remedy: 'Take a run id from GET /runs.',
    example: { message: 'There is no run with this id.', run_id: RUN_ID },
  },
  RUN_STATE_CONFLICT: {
    error: 'run_state_conflict',
    status: 409,
    title: 'The run is in another state than this needs',
    retryable: false,
    remedy: 'Read the run at `Location`: the message says which states allow this.',
    example: {
      message: 'Only a failed, cancelled or interrupted run can be resumed; this one is running.',
      run_id: RUN_ID,
      run_status: 'running',
    },
  },
  RUN_FORK_REFUSED: {
    error: 'fork_refused',
    status: 409,
    title: 'The fork could not begin as its source did',
    retryable: false,
    remedy:
      'Read `reason`: fork at an earlier point, leave out the change that reaches back before it, or start a new run.',
    example: {
      message: 'The world has changed since the run began, so that the fork could not go on as it did.',
      run_id: RUN_ID,
      reason: 'world_changed',
    },
  },
  RUN_QUEUE_FULL: {
    error: 'too_many_runs',
    status: 429,
    title: 'No further run fits into the queue',
    retryable: true,
    remedy: 'Try again after `Retry-After` seconds, or ask the operator to raise MAX_QUEUED_RUNS.',
    example: { message: '1000 runs are waiting already.' },
  },
  RUN_LOG_CORRUPT: {
    error: 'corrupt_runlog',
    status: 500,
    title: 'The stored run is damaged',
    retryable: false,
    remedy: 'Restore this run from a backup; other runs are unharmed.',
    example: { message: 'Row 17 of the stored run log is damaged.', run_id: RUN_ID, seq: 17 },
  },
  RUN_STORAGE_UNAVAILABLE: {
    error: 'storage_unavailable',
    status: 503,
    title: 'The run store cannot be used',
    retryable: true,
    remedy: 'Try again later; the operator finds the cause in the server log and in /health/ready.',
  },
} as const satisfies Record<string, CatalogueEntry>;
