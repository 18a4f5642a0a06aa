export { RunsModule } from './runs.module.js';
export { RunsService, type StartRun } from './runs.service.js';
export { UnhandledErrors, type ErrorHost } from './execution/unhandled-errors.js';
export { RunlogService } from './runlog.service.js';
export { Pipeline, type AcceptedInput, type RunPipeline } from './run-pipeline.js';
export {
  RUN_REPOSITORY,
  type Deleter,
  type HeldRun,
  type LeaseTerms,
  type NewRun,
  type UsedIdempotencyKey,
  type RowSelection,
  type RunCheckpoint,
  type RunCommit,
  type RunExpiry,
  type RunFilter,
  type RunPage,
  type RunPageRequest,
  type RunPlace,
  type RunRepository,
  type RowText,
  type RowTextSelection,
  type RunlogRow,
} from './run.repository.js';
export type { RunProjection, RunRecord, RunRequest, RunStatus } from './domain/run.js';
export { addRows, emptySummary, shownSummary, type RunlogSummary } from './domain/runlog-summary.js';
export { RunDto } from './dto/run.dto.js';
export { RunOptionsDto } from './dto/run-options.dto.js';
export type { AnsweredRun } from './answered-run.js';
export { GivenKey, TakesIdempotencyKey, type CallerKey } from './idempotency-key.js';
export { answerWith, markReplay } from './run-answer.js';
export { ReplayedFailureError, assertNotFailed } from './replayed-run.js';
export {
  CorruptRunlogError,
  IdempotencyKeyTakenError,
  RunConflictError,
  RunNotFoundError,
  StorageUnavailableError,
} from './run.errors.js';
export { openRunRepository } from './repositories/run-repository.factory.js';
export {
  RUN_REPOSITORY_CONFORMANCE,
  type ConformanceCase,
} from './conformance/run-repository.conformance.js';
