import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { StageAttemptRunner } from './stage-attempt.runner.js';
import { StageNodeExplorer } from './stage-node.explorer.js';
import { StageNodeRegistry } from './stage-node.registry.js';
import { StageNodeRunner } from './stage-node.runner.js';
import { StageRuntime } from './stage-runtime.js';
import { StagesController } from './stages.controller.js';

/** The stage runtime: finds stage nodes, orders them, and executes runs. */
@Module({
  imports: [DiscoveryModule],
  controllers: [StagesController],
  providers: [StageNodeExplorer, StageNodeRegistry, StageAttemptRunner, StageNodeRunner, StageRuntime],
  exports: [StageNodeRegistry, StageRuntime],
})
export class OrchestratorModule {}
