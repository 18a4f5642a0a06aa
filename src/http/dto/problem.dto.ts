import { ApiProperty } from '@nestjs/swagger';

/** Something that is wrong with a field of the request. */
export class FieldProblem {
  /**
   * A JSON pointer (RFC 6901) into the body, or the name of a parameter behind a slash.
   * @example "/seed/title"
   */
  pointer: string;
  /** @example "title must be a string" */
  message: string;
}

/** What is told of an error inside another one. */
export class CauseProblem {
  error_code: string;
  error_class: string;
  message: string;
}

/** A failed attempt of a stage node. */
export class AttemptProblem extends CauseProblem {
  attempt: number;
  /** ISO 8601, UTC. */
  started_at: string;
  /** Whole milliseconds. */
  duration_ms: number;
}

/** Every error answer (application/problem+json, RFC 9457). The optional members come with certain codes. */
export class Problem {
  /** The stable slug of the error code. */
  error: string;
  /** See GET /errors. */
  error_code: string;
  /** For people. */
  message: string;
  /** Stands in the `X-Request-Id` header, too, and in the server's log. */
  request_id: string;
  /** @example "/errors/RUN_NOT_FOUND" */
  doc_url: string;
  /** As `doc_url`. */
  type: string;
  title: string;
  /** The HTTP status. */
  status: number;
  /** As `message`. */
  detail: string;
  /** The path of the request. */
  instance: string;

  /** With `validation_failed`: each field that is wrong. */
  errors?: FieldProblem[];
  /** With `method_not_allowed`: as the `Allow` header. */
  allow?: string[];
  /** With `canon_gate_failed`: what was checked. */
  @ApiProperty({ required: false, type: 'array', items: { type: 'object', additionalProperties: true } })
  checks?: object[];

  /** The run that the error is about. */
  run_id?: string;
  /** With `run_state_conflict`: the state that the run is in. */
  run_status?: string;
  /** With `corrupt_runlog`: the row where the damage was found, if it was in a row. */
  seq?: number | null;

  /** With `stage_execution_failed`, like all that follows: the stage node that ran out of attempts. */
  stage_node?: string;
  /** The number of the last attempt. */
  attempts?: number;
  max_attempts?: number;
  retry_state?:
    | 'maximum_attempts_reached'
    | 'non_retryable_failure'
    | 'timeout'
    | 'retry_budget_exhausted'
    | 'recovery_limit_reached';
  /** Whether resuming the run may help. */
  retryable?: boolean;
  attempt_errors?: AttemptProblem[];
  /** @example "/runs/run-019a…/runlog" */
  runlog_url?: string;
  /** Why the failed run could not be saved. */
  persist_error?: CauseProblem;
}
