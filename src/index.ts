export { AppModule } from './app.module.js';
export { createApp } from './create-app.js';
export {
  CLOCK,
  RANDOM,
  Replacement,
  ProjectError,
  type Clock,
  type RandomSource,
  type RandomStream,
  type SeededRandom,
} from './common/index.js';
export {
  NonRetryableStageError,
  OrchestratorModule,
  StageNode,
  StageNodeExecutionError,
  StageRuntime,
  type EmittedRow,
  type RetryPolicy,
  type StageContext,
  type StageNodeHandler,
  type StageNodeOptions,
  type StoredRow,
} from './orchestrator/index.js';
export {
  RUN_REPOSITORY,
  RUN_REPOSITORY_CONFORMANCE,
  RunlogService,
  RunsModule,
  RunsService,
  type RunRepository,
} from './runs/index.js';
export {
  CommentGate,
  SimulationModule,
  TEXT_GENERATOR,
  type CommentGateHandler,
  type GeneratedComment,
  type GenerationRequest,
  WorldStore,
  type TextGenerator,
} from './simulation/index.js';
