import { Module, type DynamicModule, type InjectionToken } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CLOCK, replaceable } from '../common/index.js';
import { OrchestratorModule } from '../orchestrator/index.js';
import { RecordedAnswers, RunsModule, SharedSlots } from '../runs/index.js';
import { ContextBuilder } from './context/run-context.js';
import { SeedIntake } from './context/seed-intake.js';
import { GateKeeper } from './gates/gate-keeper.js';
import { LoreGate } from './gates/lore.gate.js';
import { SafetyGate } from './gates/safety.gate.js';
import { SimilarityGate } from './gates/similarity.gate.js';
import { TEXT_GENERATOR } from './generation/text-generator.js';
import { MODEL } from './models/model.js';
import { createGenerator, createModel } from './models/create-model.js';
import { PacksController } from './packs.controller.js';
import { WorldStore } from './packs/world.store.js';
import { DiffController } from './diff.controller.js';
import { ExperimentResultsController } from './experiment-results.controller.js';
import { ExperimentsController } from './experiments.controller.js';
import { BackgroundTurns } from './experiments/background-turns.js';
import { ExperimentPipeline } from './experiments/experiment.pipeline.js';
import { ExperimentReader } from './experiments/experiment-reader.js';
import { ExperimentPresenter } from './experiments/experiment-presenter.js';
import { ExperimentRunner } from './experiments/experiment-runner.js';
import { ExperimentRunsStage } from './experiments/experiment-runs.stage.js';
import { ExperimentsService } from './experiments/experiments.service.js';
import { ExportsController } from './exports.controller.js';
import { InterviewsController } from './interviews.controller.js';
import { Interviewer } from './interviews/interviewer.js';
import { RoundTotalsController } from './round-totals.controller.js';
import { ReportController } from './report.controller.js';
import { TranscriptController } from './transcript.controller.js';
import { CommentWriter } from './rounds/comment-writer.js';
import { LostCalls } from './rounds/lost-calls.js';
import { ReportOutlooks } from './report/report-outlook.js';
import { RoundPlayer } from './rounds/round-player.js';
import { SimulateController } from './simulate.controller.js';
import { SimulationForker } from './fork/simulation-forker.js';
import { SimulationLimits } from './simulation-limits.js';
import {
  DEFAULT_SIMULATION_OPTIONS,
  SIMULATION_OPTIONS,
  type SimulationOptions,
} from './simulation.options.js';
import { SimulationPipeline } from './simulation.pipeline.js';
import { EndConditionStage } from './stages/end-condition.stage.js';
import { ModerationStage } from './stages/moderation.stage.js';
import { RoundLoopStage } from './stages/round-loop.stage.js';
import { OpeningWriter } from './stages/opening-writer.js';
import { ThreadCandidateStage } from './stages/thread-candidate.stage.js';

/** The community simulation: its world, its four stages, and what they are made of. */
@Module({
  imports: [DiscoveryModule, OrchestratorModule, RunsModule],
  controllers: [
    SimulateController,
    ReportController,
    TranscriptController,
    InterviewsController,
    DiffController,
    ExportsController,
    RoundTotalsController,
    ExperimentsController,
    ExperimentResultsController,
    PacksController,
  ],
  providers: [
    WorldStore,
    SimulationLimits,
    SimulationForker,
    ContextBuilder,
    SeedIntake,
    SimulationPipeline,
    ThreadCandidateStage,
    OpeningWriter,
    RoundLoopStage,
    ModerationStage,
    EndConditionStage,
    ExperimentPipeline,
    ExperimentRunsStage,
    ExperimentRunner,
    BackgroundTurns,
    ExperimentsService,
    ExperimentReader,
    ExperimentPresenter,
    Interviewer,
    LostCalls,
    ReportOutlooks,
    RoundPlayer,
    CommentWriter,
    {
      provide: MODEL,
      inject: [SIMULATION_OPTIONS, RecordedAnswers, SharedSlots, CLOCK],
      useFactory: createModel,
    },
    ...replaceable(TEXT_GENERATOR, { inject: [MODEL], useFactory: createGenerator }),
    GateKeeper,
    SafetyGate,
    SimilarityGate,
    LoreGate,
  ],
  exports: [WorldStore],
})
export class SimulationModule {
  /** @param options what is left out has its default: 200 rounds at the most, the world that comes with the service */
  static forRoot(options: Partial<SimulationOptions> = {}): DynamicModule {
    return SimulationModule.forRootAsync({ useFactory: () => options });
  }

  /** As {@link forRoot}, with options that are known only when the application is created. */
  static forRootAsync({ inject = [], useFactory }: AsyncSimulationOptions): DynamicModule {
    const provider = {
      provide: SIMULATION_OPTIONS,
      inject: [...inject],
      useFactory: (...dependencies: never[]): SimulationOptions => ({
        ...DEFAULT_SIMULATION_OPTIONS,
        ...useFactory(...dependencies),
      }),
    };
    return {
      module: SimulationOptionsModule,
      global: true, // the simulation finds its options wherever it is imported
      imports: [SimulationModule],
      providers: [provider],
      exports: [SIMULATION_OPTIONS, SimulationModule],
    };
  }
}

/** Options that are made by a factory, of what it injects. */
interface AsyncSimulationOptions {
  readonly inject?: readonly InjectionToken[];
  readonly useFactory: (...dependencies: never[]) => Partial<SimulationOptions>;
}

@Module({})
class SimulationOptionsModule {}
