import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { OrchestratorModule } from '../orchestrator/index.js';
import { RecordedAnswers } from './answers/recorded-answers.js';
import { RunEventsController } from './events/run-events.controller.js';
import { RunEventsService } from './events/run-events.service.js';
import { IdempotencyService } from './intake/idempotency.service.js';
import { LeaseOwner } from './intake/lease-owner.js';
import { RunForker } from './intake/run-forker.js';
import { RunJournals } from './log/run-journals.js';
import { RunChanges } from './run-changes.js';
import { RunControl } from './run-control.js';
import { RunEndings } from './run-endings.js';
import { RunObservers } from './run-observers.js';
import { RunFinder } from './run-finder.js';
import { FilterDeclarations } from './filter-declarations.js';
import { PipelineRegistry } from './pipeline.registry.js';
import { RetentionService } from './retention/retention.service.js';
import { RetentionSweeper } from './retention/retention-sweeper.js';
import { SpaceReclaimer } from './retention/space-reclaimer.js';
import { RunCommandsController } from './routes/run-commands.controller.js';
import { RunIntake } from './intake/run-intake.js';
import { RunlogController } from './routes/runlog.controller.js';
import { RunlogService } from './log/runlog.service.js';
import { RunPresenter } from './routes/run-presenter.js';
import { RunsController } from './routes/runs.controller.js';
import { RunsService } from './runs.service.js';
import { SharedSlots } from './slots/shared-slots.js';

/** Runs and their logs: starting them, reading them, steering them. What it needs of storage and execution are ports. */
@Module({
  imports: [DiscoveryModule, OrchestratorModule],
  providers: [
    PipelineRegistry,
    LeaseOwner,
    RunEndings,
    RecordedAnswers,
    SharedSlots,
    RunObservers,
    RunJournals,
    RunIntake,
    RunForker,
    IdempotencyService,
    RunFinder,
    RunChanges,
    RunControl,
    RunsService,
    RunlogService,
    RunEventsService,
    RunPresenter,
    SpaceReclaimer,
    FilterDeclarations,
    RetentionService,
    RetentionSweeper,
  ],
  exports: [
    RunsService,
    RunlogService,
    RunEventsService,
    RunPresenter,
    PipelineRegistry,
    LeaseOwner,
    RunEndings,
    RecordedAnswers,
    SharedSlots,
    RunObservers,
    RunJournals,
  ],
})
export class RunsModule {}

/** The routes of {@link RunsModule}. */
@Module({
  imports: [RunsModule],
  controllers: [RunsController, RunlogController, RunEventsController, RunCommandsController],
})
export class RunsControllersModule {}
