export { hasEnded } from './domain/run.js';
export { RunsControllersModule, RunsModule } from './runs.module.js';
export {
  DEFAULT_RUNS_OPTIONS,
  RUNS_OPTIONS,
  type RetentionOptions,
  type RunsOptions,
} from './runs.options.js';
export { RunEndings } from './run-endings.js';
export { RunEventsService } from './events/run-events.service.js';
export { RunsService } from './runs.service.js';
export { RetentionService } from './retention/retention.service.js';
export { NoBodyGuard } from './routes/no-body.guard.js';
export { namesTag, weakTagOf } from './routes/entity-tag.js';
export { sendText } from './routes/send-text.js';
export { RunlogService } from './log/runlog.service.js';
export {
  Pipeline,
  type AcceptedInput,
  type ForkPoint,
  type ForkSource,
  type ForkedInput,
  type PipelineOptions,
  type RunOptions,
  type RunPipeline,
} from './run-pipeline.js';
export type { AskedFork } from './intake/run-forker.js';
export type { AnswerCursor, AnswerStore, OwnedAnswer, RecordedAnswer } from './ports/answer-store.js';
export type { SlotClaim, SlotStore, SlotTerms } from './ports/slot-store.js';
export { SharedSlots } from './slots/shared-slots.js';
export { SlotLostError, SlotPool } from './slots/slot-pool.js';
export { AnswerFileError, answerLines, parseAnswerLines } from './answers/answer-lines.js';
export { RecordedAnswers } from './answers/recorded-answers.js';
export { MemoryAnswers, dayOf, newestOf, pageOfAnswers } from './answers/memory-answers.js';
export { RUN_REPOSITORY, type RunRepository } from './ports/run.repository.js';
export type {
  Deleter,
  NewRun,
  RunCommit,
  RunFilter,
  RunPage,
  RunPageRequest,
  RunCursor,
  RunStore,
} from './ports/run-store.js';
export type {
  RowSelection,
  RowText,
  RowTextSelection,
  RunCheckpoint,
  RunLogStore,
  RunlogRow,
} from './ports/run-log-store.js';
export { LEASE_TOLERANCE_MS, type HeldRun, type LeaseStore, type LeaseTerms } from './ports/lease-store.js';
export type { IdempotencyKey, IdempotencyStore, UsedIdempotencyKey } from './ports/idempotency-store.js';
export type { RunNews, RunNewsSource } from './ports/run-news.js';
export type { RunExpiry, StoreMaintenance } from './ports/store-maintenance.js';
export { RUN_QUEUE, type Admission, type RunQueue, type RunUrgency } from './ports/run-queue.js';
export { RUN_WORKER, type RunWorker } from './ports/run-worker.js';
export type { LeasedRun } from './ports/leased-run.js';
export {
  RUN_STATUSES,
  isLive,
  type ForkedAt,
  type RunBackend,
  type RunRecord,
  type RunRequest,
  type RunStatus,
} from './domain/run.js';
export { HIDDEN_ATTRIBUTE } from './domain/attributes.js';
export type {
  AttributeDeclaration,
  AttributeMember,
  AttributeObject,
  AttributeDeclarations,
  AttributeValue,
  PlainValue,
  RunAttributes,
  RunProjection,
} from './domain/attributes.js';
export type { RunOutcome } from './domain/run-outcome.js';
export { damagedRun } from './damaged-run.js';
export { plainRow, selectedRows } from './domain/row-selection.js';
export { expiredOf, newestFirst, pageOf } from './domain/run-filter.js';
export { PipelineRegistry } from './pipeline.registry.js';
export { LeaseOwner } from './intake/lease-owner.js';
export { RunObservers, type ObservedCommit, type RunObserver } from './run-observers.js';
export { RunJournals } from './log/run-journals.js';
export { NO_STAGE, numberRows, type RowOrigin } from './log/number-rows.js';
export type { JournalEvents, RepositoryRunJournal } from './log/repository-run-journal.js';
export { readAllRows } from './log/row-reader.js';
export { textOf } from './domain/row-text.js';
export {
  addRows,
  emptySummary,
  type CountedRow,
  publicSummary,
  type RunlogSummary,
  type StoredSummary,
} from './domain/runlog-summary.js';
export { RunDto, RunLinksDto, RunListItemDto } from './dto/run.dto.js';
export { RunListDto, listOf } from './dto/run-list.dto.js';
export { decodeCursor } from './dto/run-cursor.js';
export { ListRunsQueryDto } from './dto/list-runs.query.dto.js';
export { RunlogDto, RunlogPageDto } from './dto/runlog.dto.js';
export { RunlogQueryDto } from './dto/runlog.query.dto.js';
export { NodeSummaryDto, RunlogSummaryDto, StageSummaryDto } from './dto/runlog-summary.dto.js';
export { StartRunDto } from './dto/start-run.dto.js';
export { RunOptionsDto } from './dto/run-options.dto.js';
export type { ExecutedRun, RunResponse } from './intake/run-response.js';
export { bodyHash } from './intake/body-hash.js';
export {
  GivenKey,
  TakesIdempotencyKey,
  idempotencyRequestOf,
  type IdempotencyRequest,
} from './routes/idempotency-key.js';
export type { StartRun } from './intake/run-intake.js';
export { RunPresenter } from './routes/run-presenter.js';
export { StageFailureFilter } from './routes/stage-failure.filter.js';
export { RunFailedError, assertSucceeded } from './run-failure.js';
export {
  CorruptRunlogError,
  FaultInjectionDisabledError,
  ForkRefusedError,
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
