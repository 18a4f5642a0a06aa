import { Fraction } from '../../common/index.js';

/** What the language model that wrote the comments has cost. */
export class TokenCountDto {
  /** Tokens of the prompts of the calls that the run has made. */
  input: number;
  /** Tokens of their answers. */
  output: number;
  /** Calls that the run has made, failed ones too. */
  calls: number;
  /** Answers that were taken from what is recorded. */
  replayed_calls: number;
  /** By the configured prices; null without prices. */
  @Fraction() cost: number | null;
}
