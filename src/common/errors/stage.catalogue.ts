import type { CatalogueEntry } from './catalogue-entry.js';

/** The run that the examples are about. */
const RUN_ID = 'run-019b3f4e-7c1a-7d2b-9e3f-5a6b7c8d9e0f';

/** Errors of pipelines, their stages and the attempts of these. */
export const STAGE_ERRORS = {
  ORCH_UNKNOWN_PIPELINE: {
    error: 'unknown_pipeline',
    status: 422,
    title: 'The service has no such pipeline',
    retryable: false,
    remedy: 'Use a pipeline id from GET /stages.',
    example: { message: "There is no pipeline 'simulate'; there is simulation." },
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
    example: { message: 'This service does not inject faults (FAULT_INJECTION is not true).' },
  },
  ORCH_STAGE_FAILED: {
    error: 'stage_execution_failed',
    status: 500,
    title: 'A stage of the run ran out of attempts',
    retryable: true,
    remedy: 'Read `attempt_errors` and the run log at `runlog_url`, then resume the run or fork it.',
    example: {
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
  },
  ORCH_STAGE_TIMEOUT: {
    error: 'stage_timeout',
    status: 500,
    title: 'An attempt went longer without a checkpoint than its stage node allows',
    retryable: true,
    remedy:
      'Try again, have the stage make checkpoints more often, or ask the operator to raise STAGE_TIMEOUT_MS.',
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
    title: 'The process kept dying while it worked on the run',
    retryable: false,
    remedy: 'Read the message: it says what is known of the cause. Have that mended, then resume the run.',
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
  ORCH_STAGE_UNHANDLED_REJECTION: {
    error: 'stage_unhandled_rejection',
    status: 500,
    title: 'A promise that a stage had started was rejected, and nothing handled that',
    retryable: true,
    remedy:
      'Have the stage wait for each promise that it starts, or catch its rejection; the server log has the cause.',
  },
  ORCH_FAULT_INJECTED: {
    error: 'fault_injected',
    status: 500,
    title: 'The caller asked for this failure',
    retryable: true,
    remedy: 'Leave `faults` out of the request.',
  },
  WEBHOOK_FAILED: {
    error: 'webhook_failed',
    status: 500,
    title: 'An endpoint of WEBHOOK_URLS did not take a webhook',
    retryable: true,
    remedy: 'Read the message, mend the endpoint, and resume the delivery if it has failed for good.',
  },
  WEBHOOK_REFUSED: {
    error: 'webhook_refused',
    status: 500,
    title: 'An endpoint wants no webhooks any more, or is none of WEBHOOK_URLS',
    retryable: false,
    remedy: 'Take the endpoint out of WEBHOOK_URLS, or resume the delivery when it is one again.',
  },
} as const satisfies Record<string, CatalogueEntry>;
