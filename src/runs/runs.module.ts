import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { replaceable } from '../common/index.js';
import { APP_CONFIG } from '../config/index.js';
import { OrchestratorModule } from '../orchestrator/index.js';
import { PipelineRegistry } from './pipeline.registry.js';
import { RepositoryCloser } from './repositories/repository-closer.js';
import { openRunRepository } from './repositories/run-repository.factory.js';
import { RUN_REPOSITORY } from './run.repository.js';
import { RunlogService } from './runlog.service.js';
import { RunsController } from './runs.controller.js';
import { RunsService } from './runs.service.js';

/** Runs and their logs: starting them, keeping them, reading them. */
@Module({
  imports: [DiscoveryModule, OrchestratorModule],
  controllers: [RunsController],
  providers: [
    replaceable(RUN_REPOSITORY, { inject: [APP_CONFIG], useFactory: openRunRepository }),
    RepositoryCloser,
    PipelineRegistry,
    RunsService,
    RunlogService,
  ],
  exports: [RUN_REPOSITORY, RunsService, RunlogService],
})
export class RunsModule {}
