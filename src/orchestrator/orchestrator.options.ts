/** Injection token of the {@link OrchestratorOptions}. */
export const ORCHESTRATOR_OPTIONS = Symbol('ORCHESTRATOR_OPTIONS');

/** Defaults for stage nodes. */
export interface OrchestratorOptions {
  /** Retries of a stage node. */
  readonly defaultStageRetries: number;
  /** How long an attempt may go without a checkpoint, in milliseconds. */
  readonly stageTimeoutMs: number;
}

export const DEFAULT_ORCHESTRATOR_OPTIONS: OrchestratorOptions = {
  defaultStageRetries: 1,
  stageTimeoutMs: 60_000,
};
