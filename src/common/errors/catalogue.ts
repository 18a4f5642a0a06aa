/** What the catalogue says of one error code. */
export interface CatalogueEntry {
  /** The stable snake_case slug, sent as `error`. */
  readonly error: string;
  /** The HTTP status of an answer with this code. */
  readonly status: number;
  /** A short title for people (RFC 9457 `title`). */
  readonly title: string;
  /** Whether the same request may succeed later without being changed. */
  readonly retryable: boolean;
  /** What the caller can do about it. */
  readonly remedy: string;
}

/** Every error code that the service itself answers with; a team adds its own with `@ErrorCodes`. */
export const ERROR_CATALOGUE = {
  REQ_INVALID_JSON: {
    error: 'invalid_json',
    status: 400,
    title: 'The body is not valid JSON',
    retryable: false,
    remedy: 'Send one JSON object, encoded as UTF-8.',
  },
  REQ_VALIDATION_FAILED: {
    error: 'validation_failed',
    status: 400,
    title: 'The request does not fit its schema',
    retryable: false,
    remedy: 'Mend each field named in `errors`; /docs shows the schema.',
  },
  REQ_REFUSED: {
    error: 'request_refused',
    status: 400,
    title: 'An extension of the service refused the request',
    retryable: false,
    remedy: 'Read the message; the status of the answer is the one that the extension chose.',
  },
  REQ_NOT_FOUND: {
    error: 'not_found',
    status: 404,
    title: 'There is nothing at this path',
    retryable: false,
    remedy: 'Look up the route in /docs. Paths are case-sensitive and have no trailing slash.',
  },
  REQ_METHOD_NOT_ALLOWED: {
    error: 'method_not_allowed',
    status: 405,
    title: 'The route does not take this method',
    retryable: false,
    remedy: 'Use a method named in the `Allow` header.',
  },
  REQ_PAYLOAD_TOO_LARGE: {
    error: 'payload_too_large',
    status: 413,
    title: 'The body is too large',
    retryable: false,
    remedy: 'Send a smaller body, or ask the operator to raise MAX_BODY_BYTES.',
  },
  REQ_UNSUPPORTED_MEDIA_TYPE: {
    error: 'unsupported_media_type',
    status: 415,
    title: 'The body is not JSON',
    retryable: false,
    remedy: 'Send the body with `Content-Type: application/json`.',
  },
  REQ_IDEMPOTENCY_IN_PROGRESS: {
    error: 'idempotency_in_progress',
    status: 409,
    title: 'The first request with this key is still being answered',
    retryable: true,
    remedy: 'Follow the run at `Location`, or send the same request again when it has ended.',
  },
  REQ_IDEMPOTENCY_KEY_REUSED: {
    error: 'idempotency_key_reused',
    status: 422,
    title: 'The key was used with another body',
    retryable: false,
    remedy: 'Use a new Idempotency-Key for a new request, or send the first body again.',
  },
  RUN_NOT_FOUND: {
    error: 'run_not_found',
    status: 404,
    title: 'No such run',
    retryable: false,
    remedy: 'Take a run id from GET /runs.',
  },
  RUN_STATE_CONFLICT: {
    error: 'run_state_conflict',
    status: 409,
    title: 'The run is in another state than this needs',
    retryable: false,
    remedy: 'Read the run at `Location`: the message says which states allow this.',
  },
  RUN_QUEUE_FULL: {
    error: 'too_many_runs',
    status: 429,
    title: 'No further run fits into the queue',
    retryable: true,
    remedy: 'Try again after `Retry-After` seconds, or ask the operator to raise MAX_QUEUED_RUNS.',
  },
  RUN_REPORT_NOT_FOUND: {
    error: 'report_not_found',
    status: 404,
    title: 'The run has no report',
    retryable: true,
    remedy: 'Wait for a running simulation to end, or resume a failed one; the message says which it is.',
  },
  RUN_LOG_CORRUPT: {
    error: 'corrupt_runlog',
    status: 500,
    title: 'The stored run is damaged',
    retryable: false,
    remedy: 'Restore this run from a backup; other runs are unharmed.',
  },
  RUN_STORAGE_UNAVAILABLE: {
    error: 'storage_unavailable',
    status: 503,
    title: 'The run store cannot be used',
    retryable: true,
    remedy: 'Try again later; the operator finds the cause in the server log and in /health/ready.',
  },
  PACK_ITEM_NOT_FOUND: {
    error: 'pack_item_not_found',
    status: 404,
    title: 'The world has no such item',
    retryable: false,
    remedy: 'Take an id from GET /packs.',
  },
  SIM_UNKNOWN_BOARD: {
    error: 'unknown_board',
    status: 422,
    title: 'The seed names a board that the world does not have',
    retryable: false,
    remedy: 'Use the id of a board from GET /packs.',
  },
  SIM_CANON_GATE_FAILED: {
    error: 'canon_gate_failed',
    status: 422,
    title: 'The seed or the world contradicts the canon',
    retryable: false,
    remedy:
      'Read the `details` of each check that failed: take forbidden terms out of the seed, or have the world pack mended.',
  },
  SIM_GENERATION_FAILED: {
    error: 'generation_failed',
    status: 500,
    title: 'No persona of a round could be given a text',
    retryable: true,
    remedy: 'Look at the gate rows of the run log, then resume the run or start it again.',
  },
  ORCH_UNKNOWN_PIPELINE: {
    error: 'unknown_pipeline',
    status: 422,
    title: 'The service has no such pipeline',
    retryable: false,
    remedy: 'Use a pipeline id from GET /stages.',
  },
  ORCH_UNKNOWN_STAGE: {
    error: 'unknown_stage',
    status: 422,
    title: 'The pipeline has no such stage node',
    retryable: false,
    remedy: 'Use a stage node id from GET /stages.',
  },
  ORCH_FAULTS_DISABLED: {
    error: 'fault_injection_disabled',
    status: 403,
    title: 'Faults cannot be injected here',
    retryable: false,
    remedy: 'Leave `faults` out, or start the service with FAULT_INJECTION=true.',
  },
  ORCH_STAGE_FAILED: {
    error: 'stage_execution_failed',
    status: 500,
    title: 'A stage of the run ran out of attempts',
    retryable: true,
    remedy: 'Read `attempt_errors` and the run log at `runlog_url`, then resume the run or fork it.',
  },
  ORCH_STAGE_TIMEOUT: {
    error: 'stage_timeout',
    status: 500,
    title: 'An attempt took longer than its stage node allows',
    retryable: true,
    remedy: 'Try again, or ask the operator to raise STAGE_TIMEOUT_MS.',
  },
  ORCH_RUN_TIMEOUT: {
    error: 'run_timeout',
    status: 500,
    title: 'The run took longer than the service allows',
    retryable: true,
    remedy: 'Resume the run, ask for fewer rounds, or ask the operator to raise RUN_TIMEOUT_MS.',
  },
  ORCH_RECOVERY_LIMIT: {
    error: 'recovery_limit_reached',
    status: 500,
    title: 'The run kept killing its process',
    retryable: false,
    remedy: 'Have the stage mended that ends the process, then resume the run.',
  },
  ORCH_STAGE_RETRYABLE: {
    error: 'stage_retryable',
    status: 500,
    title: 'A stage could not do its work at the moment',
    retryable: true,
    remedy: 'Resume the run later.',
  },
  ORCH_STAGE_NON_RETRYABLE: {
    error: 'stage_non_retryable',
    status: 500,
    title: 'A stage said that trying again is useless',
    retryable: false,
    remedy: 'Change the input as the message says, then start a new run.',
  },
  ORCH_STAGE_MISUSED_CONTEXT: {
    error: 'stage_misused_context',
    status: 500,
    title: 'A stage node broke the rules of its context',
    retryable: false,
    remedy: 'Mend the stage node as the message says; docs/architecture.md describes the context.',
  },
  ORCH_FAULT_INJECTED: {
    error: 'fault_injected',
    status: 500,
    title: 'The caller asked for this failure',
    retryable: true,
    remedy: 'Leave `faults` out of the request.',
  },
  SYS_NOT_READY: {
    error: 'not_ready',
    status: 503,
    title: 'The service is not ready',
    retryable: true,
    remedy: 'Try again after `Retry-After` seconds.',
  },
  INTERNAL_ERROR: {
    error: 'internal_error',
    status: 500,
    title: 'Internal error',
    retryable: false,
    remedy: 'Report the `request_id` to the operator: the server log has the cause under it.',
  },
} as const satisfies Record<string, CatalogueEntry>;

/** A code of the service's own catalogue, sent as `error_code`. */
export type ErrorCode = keyof typeof ERROR_CATALOGUE;

/** Looks up what a catalogue says of a code; undefined when the code is not in it. */
export type FindEntry = (code: string) => CatalogueEntry | undefined;

/** The entry of a code of the service's own. */
export function findCatalogueEntry(code: string): CatalogueEntry | undefined {
  return Object.hasOwn(ERROR_CATALOGUE, code) ? ERROR_CATALOGUE[code as ErrorCode] : undefined;
}
