import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { replaceable } from '../common/index.js';
import { OrchestratorModule } from '../orchestrator/index.js';
import { RunEventsController } from './events/run-events.controller.js';
import { RunEventsService } from './events/run-events.service.js';
import { IdempotencyService } from './idempotency.service.js';
import { ClockContinuation } from './execution/clock-continuation.js';
import { LeaseKeeper } from './execution/lease-keeper.js';
import { LeaseOwner } from './execution/lease-owner.js';
import { OrphanRuns } from './execution/orphan-runs.js';
import { RunDispatcher } from './execution/run-dispatcher.js';
import { RunExecutor } from './execution/run-executor.js';
import { RunMaker } from './execution/run-maker.js';
import { RunRecovery } from './execution/run-recovery.js';
import { UnhandledErrors } from './execution/unhandled-errors.js';
import { PipelineRegistry } from './pipeline.registry.js';
import { RepositoryCloser } from './repositories/repository-closer.js';
import { openRunRepository } from './repositories/run-repository.factory.js';
import { STORE_OPTIONS } from './repositories/store.options.js';
import { RetentionService } from './retention/retention.service.js';
import { RetentionSweeper } from './retention/retention-sweeper.js';
import { SpaceReclaimer } from './retention/space-reclaimer.js';
import { RunCommandsController } from './run-commands.controller.js';
import { RunIntake } from './run-intake.js';
import { RUN_REPOSITORY } from './run.repository.js';
import { RunlogController } from './runlog.controller.js';
import { RunlogService } from './runlog.service.js';
import { RunPresenter } from './run-presenter.js';
import { RunsController } from './runs.controller.js';
import { RunsService } from './runs.service.js';

/** Runs and their logs: starting them, keeping them, reading them. */
@Module({
  imports: [DiscoveryModule, OrchestratorModule],
  providers: [
    ...replaceable(RUN_REPOSITORY, { inject: [STORE_OPTIONS], useFactory: openRunRepository }),
    RepositoryCloser,
    PipelineRegistry,
    ClockContinuation,
    LeaseOwner,
    RunMaker,
    RunExecutor,
    RunDispatcher,
    RunRecovery,
    OrphanRuns,
    LeaseKeeper,
    UnhandledErrors,
    IdempotencyService,
    RunIntake,
    RunPresenter,
    SpaceReclaimer,
    RetentionService,
    RetentionSweeper,
    RunsService,
    RunlogService,
    RunEventsService,
  ],
  exports: [
    RUN_REPOSITORY,
    RunsService,
    RunIntake,
    RunlogService,
    RunEventsService,
    RunPresenter,
    UnhandledErrors,
  ],
})
export class RunsModule {}

/** The routes of {@link RunsModule}. */
@Module({
  imports: [RunsModule],
  controllers: [RunsController, RunlogController, RunEventsController, RunCommandsController],
})
export class RunsControllersModule {}
