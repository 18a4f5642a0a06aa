export { OrchestratorModule } from './orchestrator.module.js';
export { StageNode, type StageNodeOptions } from './stage-node.decorator.js';
export type { EmittedRow, StageContext, StageNodeHandler, StoredRow } from './stage-context.js';
export { StageNodeRegistry, type RegisteredStageNode } from './stage-node.registry.js';
export { StageRegistrationError } from './stage-registration.error.js';
export { StageRuntime } from './stage-runtime.js';
export type { RunExecution } from './run-execution.js';
export type { JournalEntry, JournalRow, RunJournal, RunOutcome } from './run-journal.js';
export type { Fault } from './fault-injection.js';
export type { RetryPolicy, RetryState } from './retry.policy.js';
export {
  NonRetryableStageError,
  StageNodeExecutionError,
  StageTimeoutError,
  UnknownStageError,
  type AttemptError,
} from './stage.errors.js';
