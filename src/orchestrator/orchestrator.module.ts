import { Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { replaceable } from '../common/index.js';
import { ATTEMPT_INTERCEPTOR, PlainAttempts } from './attempt-interceptor.js';
import { AttemptScope } from './attempt-scope.js';
import { EventLoopTurns } from './event-loop-turns.js';
import {
  DEFAULT_ORCHESTRATOR_OPTIONS,
  ORCHESTRATOR_OPTIONS,
  type OrchestratorOptions,
} from './orchestrator.options.js';
import { StageAttemptRunner } from './stage-attempt.runner.js';
import { StageFailureRecorder } from './stage-failure.recorder.js';
import { StageNodeExplorer } from './stage-node.explorer.js';
import { StageNodeRegistry } from './stage-node.registry.js';
import { StageNodeRunner } from './stage-node.runner.js';
import { StageRuntime } from './stage-runtime.js';
import { StagesController } from './stages.controller.js';
import { TimeLimits } from './time-limits.js';

/** The stage runtime: finds stage nodes, orders them, and executes runs. */
@Module({
  imports: [DiscoveryModule],
  providers: [
    ...replaceable(ATTEMPT_INTERCEPTOR, { inject: [], useFactory: () => new PlainAttempts() }),
    StageNodeExplorer,
    StageNodeRegistry,
    AttemptScope,
    EventLoopTurns,
    StageAttemptRunner,
    StageFailureRecorder,
    StageNodeRunner,
    StageRuntime,
    TimeLimits,
  ],
  exports: [AttemptScope, EventLoopTurns, StageNodeRegistry, StageFailureRecorder, StageRuntime],
})
export class OrchestratorModule {
  /** The runtime without runs or storage, for an application that uses nothing else of the engine. */
  static forRoot(options: Partial<OrchestratorOptions> = {}): DynamicModule {
    const useValue: OrchestratorOptions = { ...DEFAULT_ORCHESTRATOR_OPTIONS, ...options };
    return {
      module: OrchestratorOptionsModule,
      global: true, // the runtime resolves its options wherever it is imported
      imports: [OrchestratorModule],
      providers: [{ provide: ORCHESTRATOR_OPTIONS, useValue }],
      exports: [ORCHESTRATOR_OPTIONS, OrchestratorModule],
    };
  }
}

@Module({})
class OrchestratorOptionsModule {}

/** The routes of {@link OrchestratorModule}. */
@Module({ imports: [OrchestratorModule], controllers: [StagesController] })
export class OrchestratorControllersModule {}
