export { OrchestratorControllersModule, OrchestratorModule } from './orchestrator.module.js';
export {
  DEFAULT_ORCHESTRATOR_OPTIONS,
  ORCHESTRATOR_OPTIONS,
  type OrchestratorOptions,
} from './orchestrator.options.js';
export { StageNode, type StageNodeOptions } from './stage-node.decorator.js';
export type { EmittedRow, StageContext, StageNodeHandler, StoredRow } from './stage-context.js';
export { StageNodeRegistry } from './stage-node.registry.js';
export { StageRegistrationError } from './stage-registration.error.js';
export { StageRuntime } from './stage-runtime.js';
export {
  ATTEMPT_INTERCEPTOR,
  type AttemptEnd,
  type AttemptInfo,
  type AttemptInterceptor,
} from './attempt-interceptor.js';
export { AttemptScope, type ScopedAttempt } from './attempt-scope.js';
export { EventLoopTurns } from './event-loop-turns.js';
export type { RunExecution } from './run-execution.js';
export {
  NEW_NODE,
  NEW_RUN,
  readProgress,
  wasWaiting,
  type NodeProgress,
  type RunProgress,
} from './run-progress.js';
export { RunStoppedError, RunTimeoutError, type StopOutcome } from './run-stop.js';
export { StageFailureRecorder } from './stage-failure.recorder.js';
export { CORE_ROW_TYPES, STREAM_EVENTS, rowTypeFault } from './row-types.js';
export { graphNodeRows, runStateRow, stageCheckpointRow } from './stage-rows.js';
export type { JournalEntry, JournalRow, RunJournal } from './run-journal.js';
export type { Fault } from './fault-injection.js';
export { FaultDto } from './dto/fault.dto.js';
export {
  GraphNodeAttemptRowDto,
  GraphNodeRowDto,
  RowEnvelopeDto,
  RunStateRowDto,
  StageCheckpointRowDto,
} from './dto/stage-rows.dto.js';
export { LONGEST_TIMER_MS, requestedDelayMs, type RetryPolicy } from './retry.policy.js';
export {
  NonRetryableStageError,
  RecoveryLimitError,
  RetryableStageError,
  StageNodeExecutionError,
  UnhandledRejectionError,
  UnknownStageError,
  type RepeatedDeath,
} from './stage.errors.js';
