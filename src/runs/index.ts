export { hasEnded } from './domain/run.js';
export { RunsControllersModule, RunsModule } from './runs.module.js';
export {
  DEFAULT_RUNS_OPTIONS,
  RUNS_OPTIONS,
  type RetentionOptions,
  type RunsOptions,
} from './runs.options.js';
export {
  STORE_KINDS,
  STORE_OPTIONS,
  UnusableDataDirError,
  type StoreOptions,
} from './repositories/store.options.js';
export { RunsService, type StartRun } from './runs.service.js';
export { UnhandledErrors, type ErrorHost } from './execution/unhandled-errors.js';
export { RetentionService } from './retention/retention.service.js';
export { namesTag, weakTagOf } from './entity-tag.js';
export { sendText } from './send-text.js';
export { RunlogService } from './runlog.service.js';
export { Pipeline, type AcceptedInput, type RunOptions, type RunPipeline } from './run-pipeline.js';
export {
  LEASE_TOLERANCE_MS,
  RUN_REPOSITORY,
  type Deleter,
  type HeldRun,
  type IdempotencyKey,
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
export {
  addRows,
  emptySummary,
  shownSummary,
  type RunlogSummary,
  type StoredSummary,
} from './domain/runlog-summary.js';
export { RunDto, RunLinksDto, RunListItemDto } from './dto/run.dto.js';
export { RunListDto } from './dto/run-list.dto.js';
export { ListRunsQueryDto } from './dto/list-runs.query.dto.js';
export { RunlogDto, RunlogPageDto } from './dto/runlog.dto.js';
export { RunlogQueryDto } from './dto/runlog.query.dto.js';
export { NodeSummaryDto, RunlogSummaryDto, StageSummaryDto } from './dto/runlog-summary.dto.js';
export { StartRunDto } from './dto/start-run.dto.js';
export { RunOptionsDto } from './dto/run-options.dto.js';
export type { AnsweredRun } from './answered-run.js';
export { bodyHash } from './body-hash.js';
export { GivenKey, TakesIdempotencyKey, callerKeyOf, type CallerKey } from './idempotency-key.js';
export { RunIntake } from './run-intake.js';
export { markReplay } from './run-answer.js';
export { RunPresenter } from './run-presenter.js';
export { StageFailureFilter } from './stage-failure.filter.js';
export { ReplayedFailureError, assertNotFailed } from './replayed-run.js';
export {
  CorruptRunlogError,
  FaultInjectionDisabledError,
  IdempotencyInProgressError,
  IdempotencyKeyReusedError,
  IdempotencyKeyTakenError,
  NoRunsError,
  RunConflictError,
  RunLostError,
  RunNotFoundError,
  RunStateConflictError,
  ShuttingDownError,
  StorageUnavailableError,
  TooManyRunsError,
  UnknownPipelineError,
} from './run.errors.js';
export { MemoryRunRepository } from './repositories/memory/memory-run.repository.js';
export { openRunRepository } from './repositories/run-repository.factory.js';
export {
  RUN_REPOSITORY_CONFORMANCE,
  type ConformanceCase,
} from './conformance/run-repository.conformance.js';
export { newRun, sampleRow, sampleRun, withRows } from './conformance/samples.js';
