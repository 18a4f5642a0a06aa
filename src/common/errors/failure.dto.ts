import { ApiProperty } from '@nestjs/swagger';

/** Something that is wrong with a field of the request. */
class FieldProblem {
  /**
   * A JSON pointer (RFC 6901) into the body, the name of a parameter behind a slash, or the name of a header.
   * @example "/seed/title"
   */
  pointer: string;
  /** @example "title must be a string" */
  message: string;
}

/** What is told of an error inside another one. */
class CauseProblem {
  /** @example "ORCH_FAULT_INJECTED" */
  error_code: string;
  /** @example "InjectedFaultError" */
  error_class: string;
  message: string;
}

/** A failed attempt of a stage node. */
class AttemptProblem extends CauseProblem {
  /** 1 is the first. */
  attempt: number;
  /** ISO 8601, UTC. */
  started_at: string;
  /** Whole milliseconds. */
  duration_ms: number;
}

/**
 * What is told of an error. The optional members come with certain codes; those of a feature's own codes are in the
 * class that its `@ApiDocumentation` names.
 */
export class Failure {
  /** The stable slug of the error code. */
  error: string;
  /** The stable code; `GET /errors/{error_code}` says what to do about it. */
  error_code: string;
  /** What happened, for people. */
  message: string;
  /**
   * Where the error code is explained.
   * @example "/errors/RUN_NOT_FOUND"
   */
  doc_url: string;
  /** As `doc_url` (RFC 9457). */
  type: string;
  /** The same for each error of this code (RFC 9457). */
  title: string;
  /** The HTTP status (RFC 9457). */
  status: number;
  /** As `message` (RFC 9457). */
  detail: string;

  /** With `validation_failed`: each field that is wrong. */
  errors?: FieldProblem[];
  /** With `method_not_allowed`: as the `Allow` header. */
  allow?: string[];
  /** With `not_acceptable`: the media types that the route gives. */
  produces?: string[];
  /** With `not_ready` from /health: how each part of the service is. */
  @ApiProperty({ required: false, oneOf: [{ type: 'object', additionalProperties: { type: 'string' } }] })
  checks?: Record<string, string>;

  /** The run that the error is about. */
  run_id?: string;
  /** With `run_state_conflict`: the state that the run is in. */
  run_status?: string;
  /** With `fork_refused`: a stable code, such as `world_changed`, `older_version`, `changes_before_point` or `not_supported`. */
  reason?: string;
  /** With `corrupt_runlog`: the row where the damage was found; null when it was not in a row. */
  seq?: number | null;

  /** With `stage_execution_failed`, like all that follows: the stage node that ran out of attempts. */
  stage_node?: string;
  /** The number of the last attempt. */
  attempts?: number;
  /** The number that the last attempt granted has. */
  max_attempts?: number;
  /** Why there was no further attempt. */
  retry_state?:
    | 'maximum_attempts_reached'
    | 'non_retryable_failure'
    | 'timeout'
    | 'retry_budget_exhausted'
    | 'recovery_limit_reached';
  /** Whether resuming the run may help. */
  retryable?: boolean;
  /** Every attempt that failed, oldest first. */
  attempt_errors?: AttemptProblem[];
  /**
   * Where the failed run's log can be read.
   * @example "/runs/run-019b3f4e-7c1a-7d2b-9e3f-5a6b7c8d9e0f/runlog"
   */
  runlog_url?: string;
  /** Why the failed run could not be saved. */
  persist_error?: CauseProblem;
}
