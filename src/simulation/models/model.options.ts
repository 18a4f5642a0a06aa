/** Which recorded answers are used: see docs/models.md. */
type CallMode = 'record' | 'reuse' | 'replay';

/** The language model that writes, and what it may cost. */
export interface ModelOptions {
  /** Of an endpoint that speaks the chat completions protocol; what comes before `/chat/completions`. May hold a secret. */
  readonly baseUrl: string;
  readonly name: string;
  /** Null when the endpoint asks for none. A secret. */
  readonly apiKey: string | null;
  readonly calls: CallMode;
  /** Calls at a time, of all processes that share the run repository. */
  readonly maxConcurrency: number;
  /** How long a call may take. */
  readonly timeoutMs: number;
  /** Tokens of a prompt at the most, as they are estimated, and of an answer. */
  readonly maxInputTokens: number;
  readonly maxOutputTokens: number;
  /** Tokens that a run may use, and all runs of a day (UTC); null without a limit. */
  readonly runTokenBudget: number | null;
  readonly dayTokenBudget: number | null;
  /** Per million tokens; null when costs are not reckoned. */
  readonly prices: { readonly input: number; readonly output: number } | null;
  /** A folder with prompts in place of those that come with the service; null when there is none. */
  readonly promptsDir: string | null;
  /** Whether prompts are logged, at the level debug. */
  readonly logPrompts: boolean;
}
