export { RunsModule } from './runs.module.js';
export { RunsService, type StartRun } from './runs.service.js';
export { RunlogService } from './runlog.service.js';
export { Pipeline, type AcceptedInput, type RunPipeline } from './run-pipeline.js';
export {
  RUN_REPOSITORY,
  type RowSelection,
  type RunCheckpoint,
  type RunCommit,
  type RunFilter,
  type RunPage,
  type RunPageRequest,
  type RunRepository,
  type RunlogRow,
} from './run.repository.js';
export type { RunProjection, RunRecord, RunRequest, RunStatus } from './domain/run.js';
export { addRows, emptySummary, type RunlogSummary } from './domain/runlog-summary.js';
export { RunDto } from './dto/run.dto.js';
export {
  CorruptRunlogError,
  RunConflictError,
  RunNotFoundError,
  StorageUnavailableError,
} from './run.errors.js';
export {
  RUN_REPOSITORY_CONFORMANCE,
  type ConformanceCase,
} from './conformance/run-repository.conformance.js';
