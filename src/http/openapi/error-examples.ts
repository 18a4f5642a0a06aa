import type { CatalogueEntry } from '../../common/index.js';

const RUN_ID = 'run-019b3f4e-7c1a-7d2b-9e3f-5a6b7c8d9e0f';

interface Told {
  readonly message: string;
  readonly [member: string]: unknown;
}

/** What the service really says with some codes; the message of any other is the title of its entry. */
const TOLD: Readonly<Record<string, Told>> = {
  REQ_VALIDATION_FAILED: {
    message: 'The request is not valid: title must be a string',
    errors: [{ pointer: '/seed/title', message: 'title must be a string' }],
  },
  REQ_INVALID_JSON: { message: 'The body is not valid JSON.' },
  REQ_METHOD_NOT_ALLOWED: { message: 'This route takes GET, HEAD.', allow: ['GET', 'HEAD'] },
  REQ_UNSUPPORTED_MEDIA_TYPE: { message: 'Bodies are application/json, in UTF-8.' },
  REQ_RATE_LIMITED: { message: 'Too many requests; come again in 5 s.' },
  RUN_NOT_FOUND: { message: 'There is no run with this id.', run_id: RUN_ID },
  RUN_STATE_CONFLICT: {
    message: 'Only a failed, cancelled or interrupted run can be resumed; this one is running.',
    run_id: RUN_ID,
    run_status: 'running',
  },
  RUN_REPORT_NOT_FOUND: {
    message: 'This run has no report: it is running and has not come to its end_condition.',
    run_id: RUN_ID,
  },
  RUN_LOG_CORRUPT: { message: 'Row 17 of the stored run log is damaged.', run_id: RUN_ID, seq: 17 },
  RUN_QUEUE_FULL: { message: '1000 runs are waiting already.' },
  REQ_IDEMPOTENCY_KEY_REUSED: { message: 'This Idempotency-Key was used with another body.', run_id: RUN_ID },
  REQ_IDEMPOTENCY_IN_PROGRESS: {
    message: 'The run that this Idempotency-Key has made is still going on.',
    run_id: RUN_ID,
  },
  SIM_UNKNOWN_BOARD: { message: "The world has no board 'B99'; it has B01, B02, B03.", board_id: 'B99' },
  SIM_CANON_GATE_FAILED: {
    message: 'The canon gate refused the run: seed_forbidden_terms.',
    gate: 'canon_gate.v1',
    checks: [{ name: 'seed_forbidden_terms', passed: false, details: ['title uses a forbidden term'] }],
  },
  ORCH_UNKNOWN_PIPELINE: { message: "There is no pipeline 'simulate'; there is simulation." },
  ORCH_FAULTS_DISABLED: { message: 'This service does not inject faults (FAULT_INJECTION is not true).' },
  ORCH_STAGE_FAILED: {
    message:
      "Stage node 'moderation' failed after 2 attempt(s): A fault was injected into attempt 2 of 'moderation'.",
    stage_node: 'moderation',
    attempts: 2,
    max_attempts: 2,
    retry_state: 'maximum_attempts_reached',
    retryable: true,
    attempt_errors: [1, 2].map((attempt) => ({
      attempt,
      error_code: 'ORCH_FAULT_INJECTED',
      error_class: 'InjectedFaultError',
      message: `A fault was injected into attempt ${attempt} of 'moderation'.`,
      started_at: `2026-11-23T09:30:0${attempt}.250Z`,
      duration_ms: 1,
    })),
    run_id: RUN_ID,
    runlog_url: `/runs/${RUN_ID}/runlog`,
  },
  INTERNAL_ERROR: { message: 'Something went wrong inside the service.' },
};

/** The body of an error answer with this code. */
export function problemExample(code: string, { error, status, title }: CatalogueEntry): object {
  const { message, ...details } = TOLD[code] ?? { message: `${title}.` };
  return {
    error,
    error_code: code,
    message,
    ...details,
    doc_url: `/errors/${code}`,
    type: `/errors/${code}`,
    title,
    status,
    detail: message,
    request_id: 'req-019b3f4e-7c1a-7d2b-9e3f-5a6b7c8d9e0f',
    instance: '/simulate',
  };
}
