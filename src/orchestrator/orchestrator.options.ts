/** Injection token of the {@link OrchestratorOptions}. */
export const ORCHESTRATOR_OPTIONS = Symbol('ORCHESTRATOR_OPTIONS');

/** What holds for stage nodes that say nothing else of themselves. */
export interface OrchestratorOptions {
  /** Further tries of a stage node. */
  readonly defaultStageRetries: number;
  /** How long an attempt may take without a checkpoint, in milliseconds. */
  readonly stageTimeoutMs: number;
}

export const DEFAULT_ORCHESTRATOR_OPTIONS: OrchestratorOptions = {
  defaultStageRetries: 1,
  stageTimeoutMs: 60_000,
};
