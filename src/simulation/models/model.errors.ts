import { ProjectError } from '../../common/index.js';
import type { EndsAttempt } from '../generation/generation.errors.js';

/** A call of the language model has failed. Its message names no address and repeats nothing that the endpoint has said. */
export class ModelUnavailableError extends ProjectError {
  /** How long the endpoint asks to be left alone, in milliseconds; null when it does not say. */
  readonly retryAfterMs: number | null;
  /** Null when the failure costs one persona its comment. */
  readonly endsAttempt: EndsAttempt | null;
  /** False when another try would fail as well. */
  readonly retryable: boolean;
  /** Whether the endpoint may have worked on the prompt: it may charge for that. */
  readonly isPromptUsed: boolean;

  constructor(
    message: string,
    {
      retryAfterMs = null,
      endsAttempt = null,
      retryable = true,
      isPromptUsed = false,
    }: Partial<ModelFailure> = {},
  ) {
    super('SIM_MODEL_UNAVAILABLE', message);
    this.retryAfterMs = retryAfterMs;
    this.endsAttempt = endsAttempt;
    this.retryable = retryable;
    this.isPromptUsed = isPromptUsed;
  }
}

/** How a failure is dealt with. */
type ModelFailure = Pick<
  ModelUnavailableError,
  'retryAfterMs' | 'endsAttempt' | 'retryable' | 'isPromptUsed'
>;

/** No answer to a request is recorded, and MODEL_CALLS=replay makes no calls. */
export class ModelCallMissingError extends ProjectError {
  readonly endsAttempt: EndsAttempt = 'always';
  readonly retryable = false;

  constructor(asker: string, requestHash: string) {
    super(
      'SIM_MODEL_CALL_MISSING',
      `No answer is recorded to what ${asker} would ask the model, and MODEL_CALLS=replay makes no calls.`,
      { request_hash: requestHash },
    );
  }
}

/** A token budget is used up. */
export class BudgetExhaustedError extends ProjectError {
  readonly endsAttempt: EndsAttempt = 'always';
  readonly retryable = false;

  constructor(variable: 'RUN_TOKEN_BUDGET' | 'DAY_TOKEN_BUDGET', budget: number, used: number) {
    const whose = variable === 'RUN_TOKEN_BUDGET' ? 'The run has' : 'All runs of this day have';
    super('SIM_BUDGET_EXHAUSTED', `${whose} used ${used} tokens of ${budget} (${variable}).`, {
      budget,
      used,
    });
  }
}
