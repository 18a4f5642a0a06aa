import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { replaceable } from '../common/index.js';
import { ATTEMPT_INTERCEPTOR, PlainAttempts } from './attempt-interceptor.js';
import { AttemptScope } from './attempt-scope.js';
import { StageAttemptRunner } from './stage-attempt.runner.js';
import { StageFailureRecorder } from './stage-failure.recorder.js';
import { StageNodeExplorer } from './stage-node.explorer.js';
import { StageNodeRegistry } from './stage-node.registry.js';
import { StageNodeRunner } from './stage-node.runner.js';
import { StageRuntime } from './stage-runtime.js';
import { StagesController } from './stages.controller.js';

/** The stage runtime: finds stage nodes, orders them, and executes runs. */
@Module({
  imports: [DiscoveryModule],
  controllers: [StagesController],
  providers: [
    ...replaceable(ATTEMPT_INTERCEPTOR, { inject: [], useFactory: () => new PlainAttempts() }),
    StageNodeExplorer,
    StageNodeRegistry,
    AttemptScope,
    StageAttemptRunner,
    StageFailureRecorder,
    StageNodeRunner,
    StageRuntime,
  ],
  exports: [AttemptScope, StageNodeRegistry, StageFailureRecorder, StageRuntime],
})
export class OrchestratorModule {}
