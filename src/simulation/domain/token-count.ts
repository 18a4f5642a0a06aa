/** What the language model of a run has cost so far. */
export interface TokenCount {
  /** Tokens of the calls that this run has made. */
  readonly input: number;
  readonly output: number;
  /** Calls that this run has made, failed ones too. */
  readonly calls: number;
  /** Answers that were taken from what is recorded. */
  readonly replayed_calls: number;
  /** By the configured prices; null without prices. */
  readonly cost: number | null;
}

/** What a `model_call` row says of its cost. */
export interface CountedCall {
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  readonly replayed: boolean;
  readonly recovered?: boolean;
  readonly cost?: number;
}

const NOTHING: TokenCount = { input: 0, output: 0, calls: 0, replayed_calls: 0, cost: null };
/** Sums of costs are rounded to this many parts of a unit, so that they do not end in the errors of fractions. */
const COST_PARTS = 1e9;

/** The count after a further call. Pure. */
export function countCall(count: TokenCount | undefined, call: CountedCall): TokenCount {
  const { input, output, calls, replayed_calls, cost } = count ?? NOTHING;
  const { input_tokens, output_tokens, replayed, recovered = false } = call;
  const isMade = !replayed || recovered;
  const paid = isMade ? (call.cost ?? 0) : 0;
  const sum = cost === null && call.cost === undefined ? null : (cost ?? 0) + paid;
  return {
    input: input + (isMade ? (input_tokens ?? 0) : 0),
    output: output + (isMade ? (output_tokens ?? 0) : 0),
    calls: calls + (isMade ? 1 : 0),
    replayed_calls: replayed_calls + (replayed ? 1 : 0),
    cost: sum === null ? null : Math.round(sum * COST_PARTS) / COST_PARTS,
  };
}
