import { Fraction } from '../../../common/index.js';
import { RowEnvelopeDto } from '../../../orchestrator/index.js';

/** The language model was asked for a comment, or an answer was taken from what is recorded. */
export class ModelCallRowDto extends RowEnvelopeDto {
  type: 'model_call';
  round: number;
  persona_id: string;
  /** Which text of this persona in this round it was for; 1 is the first. */
  generation_attempt: number;
  /** @example "gpt-oss:20b" */
  model: string;
  /** Digest of all that the answer depends on; the recorded answer has it, too. */
  request_hash: string;
  /** Null when the call failed. */
  input_tokens: number | null;
  /** Null when the call failed. */
  output_tokens: number | null;
  /** How long the call took when it was made. */
  duration_ms: number;
  /**
   * As the endpoint says; null when the call failed.
   * @example "stop"
   */
  finish_reason: string | null;
  /** Whether the answer was taken from what is recorded. */
  replayed: boolean;
  /** Whether this run has made the call, in an attempt that died before its rows were durable. */
  recovered?: boolean;
  /** What its tokens cost, by the configured prices; missing without prices. */
  @Fraction() cost?: number;
  /**
   * Why it failed.
   * @example "SIM_MODEL_UNAVAILABLE"
   */
  error_code?: string;
  /** The attempt of the stage that made the call, when that failed and the next one wrote the row. */
  attempt?: number;
}
